using EventGen.Stress.Tests;
using Xunit.Runner.InProc.SystemConsole;
using Xunit.Sdk;
using Xunit.v3;

// Runs the tests, or, as a second process of one of them, that test's job.
[assembly: Parallelization(Mode = ParallelMode.None)]

return args is [SecondProcess.Switch, var job, ..]
    ? await SecondProcess.RunAsync(job, args.AsMemory(2))
    : await ConsoleRunner.Run(args);
