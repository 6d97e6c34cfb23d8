// "Only what the map shows": the list follows the map, and the address with it, so that both survive a reload.

export function narrow(map, box) {
  const choice = box.querySelector("input");
  const target = `#${choice.dataset.list}`;
  let timer = null;
  const tell = () => {
    const url = new URL(location.href);
    url.searchParams.delete("at");
    if (choice.checked) {
      const view = map.getBounds();
      const edges = [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()];
      url.searchParams.set("box", edges.map((edge) => edge.toFixed(5)).join(","));
    } else url.searchParams.delete("box");
    history.replaceState(null, "", url);
    window.htmx?.ajax("GET", url.pathname + url.search, { target, select: target, swap: "outerHTML" });
  };
  choice.addEventListener("change", tell);
  map.on("moveend", () => {
    if (!choice.checked) return;
    clearTimeout(timer);
    timer = setTimeout(tell, 400);
  });
  box.hidden = false;
}
