// Brings an answer from the handler back to the coroutine that serves the connection. Only the .cc
// files of server/ may include this.
//
//   const AnswerSlotPtr slot = StartHandling(context, std::move(request));
//   if (!slot->answered()) co_await AwaitAnswer(slot.get());
//   HttpResponse response = slot->Take();
#pragma once

#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <memory>
#include <utility>

#include "gateway/server/connection.h"

namespace keys::gateway {

// The place for the handler's answer to one request. Many answers, cached ones above all, are there
// when Handle returns; the coroutine then goes on without being suspended. An answer that comes
// later resumes it on its own thread.
class AnswerSlot {
 public:
  // May be called on any thread, once.
  void Put(HttpResponse response) {
    response_ = std::move(response);
    if (state_.exchange(State::kAnswered) == State::kAwaited) std::exchange(resume_, nullptr)();
  }
  bool answered() const { return state_.load() == State::kAnswered; }
  HttpResponse Take() { return std::move(response_); }
  // Calls `resume` when the answer comes, or at once when it has come meanwhile.
  void Await(std::function<void()> resume) {
    resume_ = std::move(resume);
    State open = State::kOpen;
    if (!state_.compare_exchange_strong(open, State::kAwaited)) std::exchange(resume_, nullptr)();
  }

 private:
  enum class State { kOpen, kAwaited, kAnswered };
  std::function<void()> resume_;
  HttpResponse response_;
  std::atomic<State> state_ = State::kOpen;
};
using AnswerSlotPtr = std::shared_ptr<AnswerSlot>;

template <typename Completion>
struct ResumeCoroutine {
  std::shared_ptr<Completion> completion;
  void operator()() const { std::move (*completion)(); }
};

template <typename Completion>
struct PostToCoroutine {
  std::shared_ptr<Completion> completion;
  void operator()() const {
    const auto executor = asio::get_associated_executor(*completion);
    asio::post(executor, ResumeCoroutine<Completion>{completion});
  }
};

struct StartAwaiting {
  template <typename Completion>
  void operator()(Completion completion, AnswerSlot* slot) const {
    slot->Await(PostToCoroutine<Completion>{std::make_shared<Completion>(std::move(completion))});
  }
};

inline asio::awaitable<void> AwaitAnswer(AnswerSlot* slot) {
  return asio::async_initiate<const asio::use_awaitable_t<>, void()>(StartAwaiting(),
                                                                     asio::use_awaitable, slot);
}

// The Done of one request. A coroutine unwinds through its executor, so the server, which owns
// that, must be destroyed after the slot, which may hold the coroutine.
struct PutAnswer {
  std::shared_ptr<void> server;
  AnswerSlotPtr slot;
  void operator()(HttpResponse response) const { slot->Put(std::move(response)); }
};

inline AnswerSlotPtr StartHandling(ServingContext& context, HttpRequest request) {
  auto slot = std::make_shared<AnswerSlot>();
  context.handler.Handle(std::move(request), PutAnswer{context.server.lock(), slot});
  return slot;
}

}  // namespace keys::gateway
