// Sends one picture to the library and answers with what became of it; progress from 0 to 1.
window.sendPicture = function sendPicture(address, file, words, token, onProgress) {
  return new Promise((resolve) => {
    const body = new FormData();
    body.append("pictures", file);
    for (const [name, value] of Object.entries(words)) body.append(name, value);
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => event.lengthComputable && onProgress?.(event.loaded / event.total));
    request.addEventListener("load", () => resolve(request.response ?? {}));
    request.addEventListener("error", () => resolve({}));
    request.send(body);
  });
};

// The theme expects a text field beside every file field, to print the name into; ours show it themselves.
for (const input of document.querySelectorAll("input[type=file]")) input.hasChangeListener = true;
