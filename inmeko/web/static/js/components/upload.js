// Sends a chosen file at once and shows how far it is. Without this script the button sends it.

export default function upload(form) {
  const field = form.querySelector("input[type=file]");
  const bar = form.querySelector("progress");
  const line = form.querySelector("[data-said]");
  const button = form.querySelector("button[type=submit]");
  const say = (text, wrong) => {
    line.textContent = text ?? "";
    line.className = `question__said${wrong ? " question__said--wrong" : ""}`;
  };

  const send = (files) => {
    const sent = new FormData(form);
    sent.delete(field.name);
    files.forEach((file) => sent.append(field.name, file));
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    bar.hidden = false;
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const percent = total ? Math.round((100 * loaded) / total) : 0;
      bar.value = percent;
      say(form.dataset.sayUploading.replace("{percent}", percent));
    });
    const failed = (words) => { bar.hidden = true; button.hidden = false; say(words ?? form.dataset.sayFailed, true); };
    request.addEventListener("load", () => {
      let told = {};
      try { told = JSON.parse(request.responseText); } catch { /* A page of the house: it says nothing more. */ }
      if (request.status < 300 && told.state === "taken") location.reload();
      else failed(told.words);
    });
    request.addEventListener("error", () => failed());
    request.send(sent);
  };

  button.hidden = true;
  const chosen = () => { if (field.files.length) send([...field.files]); };
  field.addEventListener("change", chosen);
  // Somebody quick, or a slow line: the file was chosen before the script was here.
  chosen();
}
