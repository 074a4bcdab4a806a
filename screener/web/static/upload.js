// Files dropped on the field are files chosen in it; what is chosen is named, and what is too much is said before it is sent.
const form = document.getElementById("upload");
const field = document.getElementById("file");
const drop = document.querySelector(".drop");
const chosen = document.getElementById("chosen");
const chosenSays = document.getElementById("chosen-says");
const tooMuch = document.getElementById("too-much");
const button = form.querySelector("button:not([type])");

function spoken(size) {
  if (size < 1024) return size === 1 ? "1 byte" : `${size} bytes`;
  return size >= 2 ** 20 ? `${(size / 2 ** 20).toFixed(1)} MB` : `${Math.round(size / 1024)} kB`;
}
function complaint(files) {
  const large = files.find((file) => file.size > form.dataset.mostMb * 2 ** 20);
  const empty = files.find((file) => file.size === 0);
  if (files.length > form.dataset.mostFiles) return `Choose at most ${form.dataset.mostFiles} files at once.`;
  if (large) return `${large.name} is larger than ${form.dataset.mostMb} MB; choose a smaller file.`;
  return empty ? `${empty.name} is empty; choose a file with content.` : "";
}
function removeButton(file, place) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "plain";
  made.setAttribute("aria-label", `Remove ${file.name}`);
  made.textContent = "Remove";
  made.addEventListener("click", () => remove(place));
  return made;
}
// A field's files cannot be changed one by one: it gets a list without the one. The keyboard stays where the line was.
function remove(place) {
  const left = new DataTransfer();
  const gone = field.files[place];
  Array.from(field.files).forEach((file, at) => { if (at !== place) left.items.add(file); });
  field.files = left.files;
  tell();
  const buttons = chosen.querySelectorAll("button");
  (buttons[Math.min(place, buttons.length - 1)] || field).focus();
  chosenSays.textContent = `${gone.name} is removed. ${counted(field.files.length)} chosen.`;
}
function counted(files) {
  return files === 1 ? "1 file is" : `${files || "No"} files are`;
}
function tell() {
  const files = Array.from(field.files);
  chosen.replaceChildren(...files.map((file, place) => {
    const line = document.createElement("li");
    line.append(`${file.name}, ${spoken(file.size)} `, removeButton(file, place));
    return line;
  }));
  chosenSays.textContent = files.length ? `${counted(files.length)} chosen.` : "";
  tooMuch.textContent = complaint(files);
  tooMuch.hidden = !tooMuch.textContent;
}
function ready() {
  button.disabled = false;
  button.textContent = "Hand in";
}
field.addEventListener("change", tell);
for (const name of ["dragenter", "dragover"]) {
  drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
}
for (const name of ["dragleave", "drop"]) {
  drop.addEventListener(name, () => drop.classList.remove("over"));
}
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  field.files = event.dataTransfer.files;
  tell();
});
form.addEventListener("submit", (event) => {
  tell();
  if (tooMuch.textContent) {
    event.preventDefault();
    return;
  }
  button.disabled = true;
  button.textContent = "Sending …";
});
window.addEventListener("pageshow", () => { ready(); tell(); });
