// Makes absolute times relative while they are young: "3 hours ago". Without this script the absolute time stays.
(() => {
  const steps = [[60, "second", 1], [3600, "minute", 60], [86400, "hour", 3600]];
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto" });
  const tell = () => {
    for (const time of document.querySelectorAll("time[data-relative]")) {
      const age = (Date.now() - Date.parse(time.dateTime)) / 1000;
      const step = steps.find(([limit]) => age >= 0 && age < limit);
      time.title ||= time.textContent.trim();
      time.textContent = step ? words.format(-Math.max(1, Math.floor(age / step[2])), step[1]) : time.title;
    }
  };
  tell();
  setInterval(tell, 60000);
})();
