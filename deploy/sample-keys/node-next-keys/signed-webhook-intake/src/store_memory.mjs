// @ts-check
/** For tests and for trying things out: forgets everything when the process ends, so it does not deduplicate across restarts. */
export function createMemoryStore() {
  /** @type {Map<string, { state: "stored" | "handled" | "failed", event: import("./intake.mjs").IntakeEvent, why?: string }>} */
  const rows = new Map();
  return {
    rows,
    /** @param {import("./intake.mjs").IntakeEvent} event */
    async insert(event) {
      if (rows.has(event.id)) return false;
      rows.set(event.id, { state: "stored", event });
      return true;
    },
    /** @param {string} id */
    async markHandled(id) {
      const row = rows.get(id);
      if (row) row.state = "handled";
    },
    /** @param {string} id @param {string} why */
    async markFailed(id, why) {
      const row = rows.get(id);
      if (row) Object.assign(row, { state: "failed", why });
    },
  };
}
