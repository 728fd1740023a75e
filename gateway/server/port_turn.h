// Decides which of two processes on one port takes new connections (SO_REUSEPORT of Linux).
//
// Without a rule the kernel deals connections out to all listeners by a hash, and those that wait
// in the queue of a listener are reset when it is closed. With this rule the process that has
// listened for longest takes all of them. When it is told to end it gives the turn to the next one,
// takes what waits in its own queue, and then closes it: no connection is lost. The rule is one of
// the port, not of the process; with three or more listeners only two of them ever take turns.
#pragma once

namespace keys::gateway {

enum class PortTurn { kEldest = 0, kNext = 1 };

// Lets `listener` share its port. Called before it is bound. Returns false when the kernel refuses.
bool SharePort(int listener);
// Called after `listener` listens. Where no listener has this turn, the kernel's hash decides.
// Returns false when the kernel knows no such rule (it is Linux 4.5's).
bool SetPortTurn(int listener, PortTurn turn);

}  // namespace keys::gateway
