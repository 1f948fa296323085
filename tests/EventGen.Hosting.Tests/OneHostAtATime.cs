// A host that runs is the whole process's ambient bus, so tests that start one cannot run beside each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
