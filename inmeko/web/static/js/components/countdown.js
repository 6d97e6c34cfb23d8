// Counts down to a moment by the server's clock: the page says what the server's clock showed.

const DAY = 86400, HOUR = 3600;

export default function countdown(element) {
  const until = Date.parse(element.dataset.until);
  const skew = Date.parse(element.dataset.now) - Date.now();
  const two = (number) => String(number).padStart(2, "0");

  function show() {
    const left = Math.floor((until - Date.now() - skew) / 1000);
    if (left < 0) {
      element.textContent = element.dataset.sayOver;
      clearInterval(timer);
      return;
    }
    const pattern = left >= DAY ? element.dataset.sayDays : element.dataset.sayHours;
    element.textContent = pattern
      .replace("{d}", Math.floor(left / DAY))
      .replace("{h}", two(Math.floor((left % DAY) / HOUR)))
      .replace("{m}", two(Math.floor((left % HOUR) / 60)))
      .replace("{s}", two(left % 60));
  }

  const timer = setInterval(show, 1000);
  show();
}
