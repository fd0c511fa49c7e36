// What the customer can do in the window, as the window's parts call it.
function actsOf({ session, conversation, language, panel, changed, close }) {
  const { outbox, asks } = conversation;
  const trying = (work) => async () => {
    panel().tell("");
    // 409: the other side was quicker; the next state event says how it stands.
    await work().catch((error) => error.status !== 409 && panel().tell("trouble"));
    changed();
  };
  const asked = (name, values) => {
    const query = new URLSearchParams({ ...values, language });
    return session.callIfThere(name, "GET", `/${name}?${query}`);
  };
  return {
    say: (text, attachments = []) => outbox.put(attachments.length ? { text, attachments } : { text }),
    choose: ({ label, choice }) => {
      outbox.put({ text: label, choice });
      panel().focus();
    },
    retry: (clientId) => outbox.retry(clientId),
    typing: () => conversation.typing(),
    attach: (file, told, signal) => asks.attach(file, told, signal),
    find: (q) => asked("faqs", { q }),
    suggest: () => asked("suggestions", { page_url: pageAddress() }),
    notices: async () => (session.known ? asked("notices") : null),
    noticed: (id, what) => session.call("POST", `/notices/${id}/${what}`).catch(() => {}),
    rate: (rating, seq) => trying(() => asks.rate(rating, seq))(),
    comment: (words) => trying(() => asks.comment(words))(),
    person: trying(() => asks.person()),
    cancel: trying(() => asks.cancelPerson()),
    leaveContact: (contact) => asks.callBack(contact),
    transcript: () => asks.transcript(),
    mailTranscript: (email) => asks.mailTranscript(email),
    close,
  };
}
