// The photos of a visit: drawn anew at most 1600 pixels wide or high, which leaves out the place
// and the time that the camera wrote into them, and shown as small pictures.
import { element, say, small } from "./device.js";

const LONGEST = 1600;
const QUALITY = 0.85;

async function scaled(file) {
  const image = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  const drawn = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", QUALITY); });
  if (!drawn) throw new Error("not drawn");
  return drawn;
}

export class Photos {
  constructor(input, list, words, complain) {
    Object.assign(this, { input, list, words, complain, kept: [], work: Promise.resolve(), changed: () => {} });
    input.addEventListener("change", () => { this.work = this.work.then(() => this.add()); });
  }

  async add() {
    const chosen = [...this.input.files];
    this.input.value = "";
    for (const file of chosen) {
      try {
        const drawn = await scaled(file);
        const photo = { key: crypto.randomUUID(), name: `photo-${this.kept.length + 1}.jpg`, type: drawn.type };
        photo.bytes = await drawn.arrayBuffer();
        this.kept.push(photo);
        this.show(photo, drawn);
        this.changed();
      } catch {
        this.complain(say(this.words.unread, { name: file.name }));
      }
    }
  }

  restore(photos) {
    for (const photo of photos) {
      this.kept.push(photo);
      this.show(photo, new Blob([photo.bytes], { type: photo.type }));
    }
  }

  show(photo, drawn) {
    const item = element("li");
    const image = element("img");
    // Read into the address: the site's policy allows no blob: pictures.
    const reader = new FileReader();
    reader.onload = () => { image.src = reader.result; };
    reader.readAsDataURL(drawn);
    image.alt = photo.name;
    item.append(image, small(this.words.remove, () => {
      this.kept = this.kept.filter((one) => one !== photo);
      item.remove();
      this.input.focus();
      this.changed();
    }, "visit__small"));
    this.list.append(item);
  }
}
