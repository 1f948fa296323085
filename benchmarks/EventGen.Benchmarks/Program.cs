using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using EventGen.Benchmarks.Contracts;
using EventGen.Benchmarks.Memory;
using EventGen.Benchmarks.Queue;
using EventGen.Benchmarks.Quick;
using EventGen.Benchmarks.References;
using EventGen.Benchmarks.Results;
using EventGen.Benchmarks.Solution;
using EventGen.Benchmarks.Startup;
using EventGen.Benchmarks.Threads;

switch (args)
{
    case [QuickRun.Switch, ..]:
        return await QuickRun.RunAsync(named: args.ElementAtOrDefault(1) ?? "");
    case [QueueRatios.Switch, var setting, var named]:
        return await QueueRatios.RunAsync(setting, named);
    case [QueueRatios.Switch]:
        return await QueueRatios.RunEverywhereAsync(named: "");
    case [Load.Switch]:
        Load.Run();
        return 0;
    case [ColdStart.Switch]:
        return await ColdStart.RunAsync();
    case [QueueCost.Switch]:
        await QueueCost.RunAsync();
        return 0;
    case [MemoryTable.Switch]:
        MemoryTable.Print();
        return 0;
    case [ResultsRun.Switch, ..]:
        return await ResultsRun.RunAsync(args[1..]);
    case [CoreScaling.Switch]:
        return CoreScaling.Run();
    case [ReferenceCost.Switch]:
        return ReferenceCost.Run();
    case [ContractCost.Switch]:
        return ContractCost.Run();
    case [SolutionCost.Switch]:
        return SolutionCost.Run();
    case [SolutionCost.Switch, var projects]:
        return SolutionCost.Run(int.Parse(projects, CultureInfo.InvariantCulture));
}

// One table a class, with its baseline and what it allocates.
var config = ManualConfig.CreateEmpty()
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddLogger(ConsoleLogger.Default)
    .AddExporter(MarkdownExporter.GitHub)
    .AddDiagnoser(MemoryDiagnoser.Default);

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
return 0;
