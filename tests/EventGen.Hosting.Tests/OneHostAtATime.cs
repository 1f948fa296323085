using Xunit.Sdk;
using Xunit.v3;

// A host that runs is the whole process's ambient bus, so tests that start one cannot run beside each other.
[assembly: Parallelization(Mode = ParallelMode.None)]
