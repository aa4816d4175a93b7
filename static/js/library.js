(() => {
// The library: pictures dropped or chosen are sent one by one; the focal point is set in the picture itself.
const RATIOS = { "3x2": 3 / 2, "16x9": 16 / 9, "4x3": 4 / 3, "1x1": 1 };
const clamp = (value, most) => Math.min(Math.max(value, 0), most);

function uploads() {
  const library = document.querySelector(".library[data-upload]");
  const form = library?.querySelector(".library__drop");
  if (!form) return;
  form.hidden = false;
  const list = form.querySelector(".library__sent");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const take = async (files) => {
    for (const file of files) {
      const line = document.createElement("li");
      const name = document.createElement("strong");
      const bar = document.createElement("progress");
      name.textContent = file.name;
      bar.setAttribute("aria-label", `${file.name}: ${list.dataset.sending}`);
      bar.max = 1;
      line.append(name, " ", bar);
      list.append(line);
      const answer = await window.sendPicture(library.dataset.upload, file, {}, token, (part) => { bar.value = part; });
      bar.remove();
      if (answer.picture) {
        const link = document.createElement("a");
        link.href = answer.picture.page;
        link.textContent = answer.is_new ? list.dataset.new : list.dataset.there;
        line.append(link);
      } else {
        line.className = "is-wrong";
        line.append(answer.error || list.dataset.failed);
      }
    }
  };
  form.elements.pictures.addEventListener("change", (event) => {
    take([...event.target.files]);
  });
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    library.classList.add("is-dragging");
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) library.classList.remove("is-dragging"); });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    library.classList.remove("is-dragging");
    take([...event.dataTransfer.files]);
  });
}

function focus() {
  const box = document.querySelector("[data-focus]");
  const point = box?.querySelector(".focus__point");
  const across = document.getElementById("id_focal_x");
  const down = document.getElementById("id_focal_y");
  if (!point || !across || !down) return;
  point.hidden = false;
  const size = [Number(box.dataset.width), Number(box.dataset.height)];
  const show = () => {
    const at = [clamp(Number(across.value) || 0, 100), clamp(Number(down.value) || 0, 100)];
    box.style.setProperty("--x", `${at[0]}%`);
    box.style.setProperty("--y", `${at[1]}%`);
    for (const crop of document.querySelectorAll("[data-crop]")) {
      const ratio = RATIOS[crop.dataset.crop];
      const width = Math.min(size[0], size[1] * ratio);
      const part = [width, Math.min(size[1], width / ratio)];
      const place = size.map((whole, axis) => {
        const spare = whole - part[axis];
        return spare < 1 ? 50 : (100 * clamp((whole * at[axis]) / 100 - part[axis] / 2, spare)) / spare;
      });
      crop.style.objectPosition = `${place[0]}% ${place[1]}%`;
    }
  };
  const set = (x, y) => {
    across.value = Math.round(clamp(x, 100));
    down.value = Math.round(clamp(y, 100));
    show();
  };
  const follow = (event) => {
    const frame = box.getBoundingClientRect();
    set((100 * (event.clientX - frame.left)) / frame.width, (100 * (event.clientY - frame.top)) / frame.height);
  };
  box.addEventListener("pointerdown", (event) => {
    follow(event);
    box.setPointerCapture(event.pointerId);
    event.preventDefault();
    point.focus();
  });
  box.addEventListener("pointermove", (event) => { if (box.hasPointerCapture(event.pointerId)) follow(event); });
  point.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 10 : 1;
    const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (!move) return;
    event.preventDefault();
    set(Number(across.value) + move[0], Number(down.value) + move[1]);
  });
  for (const field of [across, down]) field.addEventListener("input", show);
  show();
}

uploads();
focus();
})();
