// Asks the phone where it is, and writes it into two fields that a map may follow.

export default function position(element) {
  const { x, y, accuracy, sayAsking, sayFound, sayFailed } = element.dataset;
  const button = element.querySelector("[data-position-button]");
  const note = element.querySelector("[data-position-note]");
  if (!navigator.geolocation || !window.isSecureContext) return;
  const [across, up, sure] = [x, y, accuracy].map((id) => id && document.getElementById(id));
  button.hidden = false;
  button.addEventListener("click", () => {
    note.textContent = sayAsking;
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      across.value = coords.longitude.toFixed(6);
      up.value = coords.latitude.toFixed(6);
      if (sure) sure.value = Math.round(coords.accuracy);
      note.textContent = sayFound.replace("{n}", Math.round(coords.accuracy));
      up.dispatchEvent(new Event("change", { bubbles: true }));
    }, () => { note.textContent = sayFailed; }, { enableHighAccuracy: true, timeout: 20000, maximumAge: 10000 });
  });
}
