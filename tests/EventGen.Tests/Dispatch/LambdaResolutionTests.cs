using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Tests.Dispatch;

public sealed class LambdaResolutionTests
{
    private readonly CallLog _calls = new();

    [Fact]
    public async Task AsyncLambda_IsAnAsynchronousHandler()
    {
        await AssertAsynchronousAsync(topic => topic.Subscribe(async e =>
        {
            await Task.Yield();
            _calls.Add($"{e.Number}");
        }));
        await AssertAsynchronousAsync(topic => topic.Subscribe(async (e, context) =>
        {
            await Task.Yield();
            _calls.Add($"{e.Number} {context.EventId}");
        }));
        await AssertAsynchronousAsync(topic => topic.Subscribe(async (e, _) =>
        {
            await Task.Yield();
            _calls.Add($"{e.Number}");
        }));
        await AssertAsynchronousAsync(topic => topic.Subscribe(async (e, context, ct) =>
        {
            await Task.Yield();
            ct.ThrowIfCancellationRequested();
            _calls.Add($"{e.Number} {context.EventId}");
        }));
    }

    [Fact]
    public async Task LambdaThatReturnsATask_IsAnAsynchronousHandler()
    {
        await AssertAsynchronousAsync(topic => topic.Subscribe(e => LogAsync(e)));
        await AssertAsynchronousAsync(topic => topic.Subscribe((e, _) => LogAsync(e)));
        await AssertAsynchronousAsync(topic => topic.Subscribe(e => new ValueTask(LogAsync(e))));
    }

    [Fact]
    public async Task MethodGroup_IsWhatTheMethodReturns()
    {
        await AssertAsynchronousAsync(topic => topic.Subscribe(LogAsync));
        AssertSynchronous(topic => topic.Subscribe(Log));
        AssertSynchronous(topic => topic.Subscribe(LogContext));
    }

    [Fact]
    public void LambdaWithoutTask_IsASynchronousHandler()
    {
        AssertSynchronous(topic => topic.Subscribe(e => _calls.Add($"{e.Number}")));
        AssertSynchronous(topic => topic.Subscribe((e, _) => _calls.Add($"{e.Number}")));
        AssertSynchronous(topic => topic.Subscribe((e, context) => _calls.Add($"{e.Number} {context.EventId}")));
        AssertSynchronous(topic => topic.Subscribe((e, ct) => _calls.Add($"{e.Number} {ct.IsCancellationRequested}")));
        AssertSynchronous(topic => topic.Subscribe((e, context, _) => _calls.Add($"{e.Number} {context.EventId}")));
    }

    [Fact]
    public void LambdaWhoseValueNobodyWants_IsASynchronousHandler()
    {
        HashSet<int> seen = [];
        AssertSynchronous(topic => topic.Subscribe(e => seen.Add(e.Number)), calls: 0);
        Assert.Single(seen);
    }

    [Fact]
    public async Task LambdaThatOnlyThrows_IsAnAsynchronousHandlerWhoseFailureIsReported()
    {
        await using var bus = TestBus.Create();
        bus.Topic<Ping>().Subscribe(_ => throw new InvalidOperationException("always"));

        bus.Topic<Ping>().Emit(new Ping());
        Assert.Equal((0, 1), (bus.GetHealth().Failed, bus.GetHealth().QueueLength));

        await bus.StartAsync();
        await bus.DrainAsync();
        Assert.Equal(1, bus.GetHealth().Failed);
    }

    [Fact]
    public void EveryLambda_ResolvesForAConsumerOfCSharp13() =>
        AssertCompiles(
            LanguageVersion.CSharp13,
            """
            topic.Subscribe(e => System.Console.WriteLine(e));
            topic.Subscribe((e, context) => System.Console.WriteLine(context.Id));
            topic.Subscribe((e, _) => System.Console.WriteLine(e));
            topic.Subscribe(async e => await Task.Yield());
            topic.Subscribe(async (e, context) => await Task.Yield());
            topic.Subscribe(async (e, context, ct) => await Task.Delay(1, ct));
            topic.Subscribe(e => Task.CompletedTask);
            topic.Subscribe(e => ValueTask.CompletedTask);
            topic.Subscribe((string e, CancellationToken ct) => Task.Delay(1, ct));
            """);

    // C# 12 does not know overload resolution priorities: there an asynchronous lambda names its type.
    [Fact]
    public void MethodGroups_TypedDelegates_AndPlainLambdas_ResolveForAConsumerOfCSharp12() =>
        AssertCompiles(
            LanguageVersion.CSharp12,
            """
            topic.Subscribe(e => System.Console.WriteLine(e));
            topic.Subscribe((e, context) => System.Console.WriteLine(context.Id));
            topic.Subscribe(e => Task.CompletedTask);
            topic.Subscribe(e => ValueTask.CompletedTask);
            topic.Subscribe((string e, CancellationToken ct) => Task.Delay(1, ct));
            topic.Subscribe(Save);
            topic.Subscribe(SaveTaskAsync);
            topic.Subscribe(SaveValueTaskAsync);
            topic.Subscribe((Func<string, ValueTask>)(async e => await Task.Yield()));
            topic.Subscribe(new Func<string, EventContext, CancellationToken, Task>(async (e, context, ct) => await Task.Delay(1, ct)));
            topic.Subscribe(async Task (string e) => await Task.Yield());
            topic.Subscribe(async ValueTask (string e, EventContext context) => await Task.Yield());
            """);

    private static void AssertCompiles(LanguageVersion language, string subscriptions)
    {
        string consumer =
            $$"""
            using System;
            using System.Threading;
            using System.Threading.Tasks;
            using EventGen;

            public static class Consumer
            {
                public static void Subscribe(EventTopic<string> topic)
                {
                    {{subscriptions}}
                }

                private static void Save(string e) { }
                private static Task SaveTaskAsync(string e, EventContext context) => Task.CompletedTask;
                private static ValueTask SaveValueTaskAsync(string e, CancellationToken ct) => ValueTask.CompletedTask;
            }
            """;
        var compilation = CSharpCompilation.Create(
            "Consumer",
            [CSharpSyntaxTree.ParseText(consumer, new CSharpParseOptions(language), cancellationToken: TestContext.Current.CancellationToken)],
            [.. TargetingPack.References, MetadataReference.CreateFromFile(typeof(EventTopic<>).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

        var errors = compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static finding => finding.Severity == DiagnosticSeverity.Error);

        Assert.Empty(errors.Select(static error => error.ToString()));
    }

    private void AssertSynchronous(Action<EventTopic<Ping>> subscribe, int calls = 1)
    {
        using var bus = TestBus.Create();
        subscribe(bus.Topic<Ping>());
        int before = _calls.Entries.Length;

        bus.Topic<Ping>().Emit(new Ping());

        Assert.Equal(calls, _calls.Entries.Length - before);
        Assert.Equal(0, bus.GetHealth().QueueLength);
    }

    private async Task AssertAsynchronousAsync(Action<EventTopic<Ping>> subscribe)
    {
        await using var bus = TestBus.Create();
        subscribe(bus.Topic<Ping>());
        int before = _calls.Entries.Length;

        bus.Topic<Ping>().Emit(new Ping());
        Assert.Equal((before, 1), (_calls.Entries.Length, bus.GetHealth().QueueLength));

        await bus.StartAsync();
        await bus.DrainAsync();
        Assert.Equal(before + 1, _calls.Entries.Length);
    }

    private void Log(Ping e) => _calls.Add($"{e.Number}");

    private void LogContext(Ping e, EventContext context) => _calls.Add($"{e.Number} {context.EventId}");

    private async Task LogAsync(Ping e)
    {
        await Task.Yield();
        _calls.Add($"{e.Number}");
    }
}
