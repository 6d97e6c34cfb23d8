// What the door loads: the line, then what stands on it.
import "../offline/line.js";
import "./store.js";

export const store = self.doorStore;
