using EventGen.Stress.Tests;
using Xunit.Runner.InProc.SystemConsole;

// Runs the tests, or, as a second process of one of them, that test's job.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

return args is [SecondProcess.Switch, var job, ..]
    ? await SecondProcess.RunAsync(job, args.AsMemory(2))
    : await ConsoleRunner.Run(args);
