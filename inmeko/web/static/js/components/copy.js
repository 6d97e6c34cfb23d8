// Copies a value; the button shows only where the browser allows it.

export default function copy(element) {
  const button = element.querySelector("button");
  const said = element.querySelector("[role=status]");
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(element.querySelector("[data-copy-value]").textContent.trim());
    said.textContent = element.dataset.sayCopied;
    setTimeout(() => { said.textContent = ""; }, 3000);
  });
}
