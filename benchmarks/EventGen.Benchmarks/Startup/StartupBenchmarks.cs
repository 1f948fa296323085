using System.Reactive.Subjects;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;

namespace EventGen.Benchmarks.Startup;

/// <summary>A bus of a thousand topics, made and started for the first time in its process. Each launch measures once.</summary>
[SimpleJob(RunStrategy.ColdStart, launchCount: 15, warmupCount: 0, iterationCount: 1, invocationCount: 1)]
public class StartupBenchmarks
{
    /// <summary>The least that a bus could be: a subject for each event, by type.</summary>
    [Benchmark(Baseline = true)]
    public Dictionary<Type, object> DictionaryOfSubjects()
    {
        var subjects = new Dictionary<Type, object>();
        foreach (var type in Types()) subjects.Add(type, new Subject<object>());
        return subjects;
    }

    [Benchmark]
    public async Task EventGen()
    {
        await using var bus = EventBus.Create(static bus => bus.AddModule(ThousandEvents.Instance));
        await bus.StartAsync();
    }

    private static IEnumerable<Type> Types()
    {
        Type[] digits = [typeof(D0), typeof(D1), typeof(D2), typeof(D3), typeof(D4), typeof(D5), typeof(D6), typeof(D7), typeof(D8), typeof(D9)];
        return from hundreds in digits from tens in digits from ones in digits select typeof(Numbered<,,>).MakeGenericType(hundreds, tens, ones);
    }
}
