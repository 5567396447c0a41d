// The suite's files follow.
