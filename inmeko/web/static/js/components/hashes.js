// Compares files of the reader's own with the hashes of a receipt; they never leave the device.

async function sha256(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((one) => one.toString(16).padStart(2, "0")).join("");
}

export default function hashes(root) {
  const drop = root.querySelector("[data-hashes-drop]");
  const line = root.querySelector("[data-hashes-said]");
  const field = drop.querySelector("input");
  if (!window.crypto?.subtle) return;
  drop.hidden = false;

  const compare = async (files) => {
    root.querySelectorAll("[data-hash]").forEach((row) => row.classList.remove("hashes__one--found"));
    const words = [];
    for (const file of files) {
      const row = root.querySelector(`[data-hash="${await sha256(file)}"]`);
      row?.classList.add("hashes__one--found");
      words.push((row ? root.dataset.sayFound : root.dataset.sayNone).replace("{name}", file.name));
    }
    line.textContent = words.join(" ");
  };

  field.addEventListener("change", () => compare([...field.files]));
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    compare([...event.dataTransfer.files]);
  });
}
