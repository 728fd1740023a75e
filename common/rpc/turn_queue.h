// A queue in which owners take turns: whoever has many items waiting delays the others by one item
// a round, and not by all of them. One owner's items stay in order.
//
//   TurnQueue<Job> queue;
//   queue.Push("ann", job);
//   while (!queue.empty()) Run(queue.Pop());
//
// Costs the same for one owner as for many. Not thread-safe.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <unordered_map>
#include <utility>

namespace keys::rpc {

template <typename Item>
class TurnQueue {
 public:
  void Push(const std::string& owner, Item item) {
    std::deque<Item>& own = waiting_[owner];
    if (own.empty()) turns_.push_back(owner);
    own.push_back(std::move(item));
    ++size_;
  }

  // Takes the oldest item of the owner who has waited longest. The queue must not be empty.
  Item Pop() {
    const auto own = waiting_.find(turns_.front());
    Item item = std::move(own->second.front());
    own->second.pop_front();
    if (own->second.empty()) {
      waiting_.erase(own);
    } else {
      turns_.push_back(std::move(turns_.front()));
    }
    turns_.pop_front();
    --size_;
    return item;
  }

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

 private:
  std::unordered_map<std::string, std::deque<Item>> waiting_;
  // Owners with items, each once; whose turn is next comes first.
  std::deque<std::string> turns_;
  std::size_t size_ = 0;
};

}  // namespace keys::rpc
