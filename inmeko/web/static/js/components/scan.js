// Reads a code to scan with the camera where the browser can, and sends the form with it.

export default async function scan(form) {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;
  const opener = form.querySelector("[data-scan-open]");
  const video = form.querySelector("video");
  const note = form.querySelector("[data-scan-note]");
  const field = form.querySelector("[name=code]");
  opener.hidden = false;
  opener.querySelector("button").addEventListener("click", async () => {
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.hidden = false;
      await video.play();
      look(new window.BarcodeDetector({ formats: ["qr_code"] }));
    } catch {
      note.textContent = form.dataset.sayFailed;
    }
  });

  async function look(detector) {
    const found = await detector.detect(video).catch(() => []);
    if (found.length) {
      video.srcObject.getTracks().forEach((track) => track.stop());
      video.hidden = true;
      field.value = found[0].rawValue;
      form.requestSubmit();
      return;
    }
    requestAnimationFrame(() => look(detector));
  }
}
