// Files dropped on the field are files chosen in it; what is chosen is named, and the button tells that sending goes on.
const field = document.getElementById("file");
const drop = document.querySelector(".drop");
const chosen = document.getElementById("chosen");

function tell() {
  chosen.replaceChildren(...Array.from(field.files, (file) => {
    const line = document.createElement("li");
    line.textContent = `${file.name}, ${Math.max(1, Math.round(file.size / 1024)).toLocaleString("en")} kB`;
    return line;
  }));
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
document.getElementById("upload").addEventListener("submit", (event) => {
  const button = event.target.querySelector("button");
  button.disabled = true;
  button.textContent = "Sending …";
});
window.addEventListener("pageshow", () => {
  const button = document.querySelector("#upload button");
  button.disabled = false;
  button.textContent = "Hand in";
});
