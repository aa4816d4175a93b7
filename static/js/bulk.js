// A run of many articles goes on by itself; without this the button does.
document.querySelector("[data-go-on]")?.requestSubmit();
