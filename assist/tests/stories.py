"""A report long enough for key points."""

REPORT = """
<p>Trams in Maren will run again from five o’clock on Wednesday after the drivers’ union and the operator agreed on monthly
rosters in a night of talks.</p>
<p>“Both of us were seasick, which helped,” said the union’s chair, Concetta Iweala. What did it cost?</p>
<h2>The terms</h2>
<p>Under the agreement the operator, <a href="https://trams.example/">Maren Tramways</a>, will publish rosters four weeks
ahead from the first of March. Any shift of a tram driver that is changed with less than a week’s notice is paid double.</p>
<p>Members of the drivers’ union must still agree to the monthly rosters in a vote by the end of next week. Mr. Stahl was
pleased. He said little more than that about the deal.</p>
<p>Shopkeepers on Foundry Square had lost a third of their trade while the trams stood still. Nobody else complained.</p>
"""
CORRECTED = REPORT.replace("five o’clock", "six o’clock")
