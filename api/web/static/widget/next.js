// What can be done next, under the log: the newest bot message's buttons, the stars, a contact to leave, typing.
class Next {
  node;
  #t;
  #act;
  #shown = "";
  #buttons = h("div", { class: "choices", role: "group" });
  #stars = h("div", { class: "csat" });
  #comment;
  #callback;
  #typing;

  constructor({ t, act }) {
    this.#t = t;
    this.#act = act;
    this.#comment = new Comment({ t, send: act.comment });
    this.#callback = new Callback({ t, leave: act.leaveContact });
    this.#typing = h(
      "p",
      { class: "typing", role: "status" },
      h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
      h("span", { class: "hidden" }),
    );
    this.node = h("div", { class: "next" }, this.#buttons, this.#stars, this.#comment.node, this.#callback.node, this.#typing);
  }

  draw(conversation) {
    const { items, state, asks } = conversation;
    const heard = items.findLast((item) => item.author !== "customer");
    const waiting = items.some((item) => item.status);
    const buttons = heard && !state.hand_off ? (heard.content?.buttons ?? []) : [];
    const used = buttons.length ? usedChoice(items, heard, buttons) : null;
    const asked = items.findLast((item) => item.content?.csat);
    const past = asked && items.some((item) => item.author === "customer" && (!item.seq || item.seq > asked.seq));
    const rating = asked && asks.rated?.seq === asked.seq ? asks.rated.rating : null;
    const stars = asked && !past && !state.hand_off;

    // Rebuilt only when something changed: focus and hover stay where they are.
    const shown = JSON.stringify([buttons, used, stars && asked.seq, rating]);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#buttons.replaceChildren(...buttons.map((button) => this.#button(button, used)));
      this.#stars.replaceChildren(...(stars ? this.#rating(asked.seq, rating) : []));
    }
    this.#comment.draw(Boolean(stars && rating && !asks.rated.commented));
    this.#callback.draw(conversation);
    if (state.agent_typing) this.#say(this.#t("typing_agent", { name: state.agent ?? this.#t("agent_unnamed") }));
    else this.#say(state.typing && state.bot === "ok" && !waiting ? this.#t("typing_bot") : "");
  }

  #say(text) {
    this.#typing.classList.toggle("on", text !== "");
    if (this.#typing.lastChild.textContent !== text) this.#typing.lastChild.textContent = text;
  }

  #button(button, used) {
    const taken = used !== null && sameChoice(used, button.choice);
    return h(
      "button",
      {
        type: "button",
        class: `chip${taken ? " taken" : ""}`,
        disabled: used !== null,
        "aria-pressed": taken ? "true" : null,
        onclick: () => this.#act.choose(button),
      },
      button.label,
    );
  }

  #rating(seq, rating) {
    if (rating) return [h("p", { role: "status" }, this.#t("csat_thanks", { n: rating, label: this.#t(`csat_${rating}`) }))];
    const label = h("span", { class: "label", "aria-hidden": "true" });
    const name = (n) => this.#t(`csat_${n}`);
    const ends = () => label.replaceChildren(h("span", {}, name(1)), h("span", {}, name(5)));
    const stars = [1, 2, 3, 4, 5].map((n) => {
      const tell = () => {
        label.replaceChildren(h("span", { class: "alone" }, name(n)));
        stars.forEach((star, at) => star.classList.toggle("lit", at < n));
      };
      return h(
        "button",
        {
          type: "button",
          class: "star",
          "aria-label": this.#t("csat_star", { n, label: name(n) }),
          onclick: () => this.#act.rate(n, seq),
          onpointerenter: tell,
          onfocus: tell,
        },
        icon("star", 26),
      );
    });
    const rest = () => {
      ends();
      stars.forEach((star) => star.classList.remove("lit"));
    };
    ends();
    const row = h("div", { class: "stars", role: "group", "aria-label": this.#t("csat"), onpointerleave: rest, onfocusout: rest });
    row.append(...stars);
    return [h("p", {}, this.#t("csat")), row, label];
  }
}

// The choice that was taken from these buttons, if one was. A choice arrives as a message worded like its button.
function usedChoice(items, heard, buttons) {
  const after = items.filter((item) => item.author === "customer" && (!item.seq || item.seq > heard.seq));
  return buttons.find((button) => after.some((item) => item.text === button.label))?.choice ?? null;
}

function sameChoice(one, other) {
  return one.kind === other.kind && (one.faq_id ?? null) === (other.faq_id ?? null);
}
