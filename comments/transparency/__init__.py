"""The transparency report (Articles 15 and 24 of Regulation (EU) 2022/2065): figures without people, and statements without words."""
