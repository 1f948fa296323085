using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class CapturedVariableAnalyzerTests
{
    private static readonly AnalyzerHarness s_usage = UsageProject.With<CapturedVariableAnalyzer>();

    [Fact]
    [Fires("EVG4006")]
    public async Task ForLoopVariable_IsReportedOnce()
    {
        var reported = await ReportsAsync("for (int i = 0; i < 3; i++) topic.Subscribe(async e => { await Use([|i|]); await Use(i); });");

        Assert.Equal(
            "The handler of 'Shop.Placed' captures 'i', which its 'for' loop changes and may have another value when the handler runs; capture a copy that does not change",
            Assert.Single(reported).GetMessage());
    }

    [Fact]
    public async Task VariableAssignedLater_IsReportedWithThePlace()
    {
        var found = Assert.Single(await ReportsAsync("int n = 1;\ntopic.Subscribe(async e => await Use([|n|]));\nn = 2;"));

        Assert.Contains("captures 'n', which is assigned again afterwards and may have another value", found.GetMessage());
        Assert.Equal(9, Assert.Single(found.AdditionalLocations).GetLineSpan().StartLinePosition.Line);
    }

    [Theory]
    [InlineData("int n = 1; topic.Subscribe(e => Use([|n|])); n++;")]
    [InlineData("int n = 1; topic.Subscribe((e, context) => new ValueTask(Use([|n|]))); n += 1;")]
    [InlineData("int n = 1; topic.Subscribe(e => Use([|n|])); (n, _) = (2, 3);")]
    [InlineData("int n = 1; topic.Subscribe(e => Use([|n|])); int.TryParse(\"2\", out n);")]
    [InlineData("topic.Subscribe(e => Use([|given|])); given = 2;")]
    [InlineData("int n = 1; foreach (int x in new[] { 1, 2 }) { n = x; topic.Subscribe(e => Use([|n|])); }")]
    [InlineData("int n = 1; while (n < 3) { n++; topic.Subscribe(e => Use([|n|])); }")]
    [InlineData("int n = 1; topic.Subscribe(e => { return More(); Task More() => Use([|n|]); }); n = 2;")]
    [InlineData("int n = 1; topic.Subscribe(e => Use([|n|])); Action change = () => n = 2; change();")]
    [InlineData("int n = 1; topic.Subscribe(async e => { n = e.Number; await Use([|n|]); }); n = 2;")]
    [InlineData("int? n = null; topic.Subscribe(e => Use([|n|] ?? 0)); n = 1; n = 2;")]
    [InlineData("int? n = null; topic.Subscribe(e => Use([|n|] ?? 0)); foreach (int x in new[] { 1, 2 }) n = x;")]
    [InlineData("int n = 1; while (true) { using var s = topic.Subscribe(e => Use([|n|])); n = 2; }")]
    public Task VariableThatChangesAfterwards_IsReported(string body) => ReportsAsync(body);

    [Theory]
    [Silent("EVG4006")]
    [InlineData("for (int i = 0; i < 3; i++) { int copy = i; topic.Subscribe(async e => await Use(copy)); }")]
    [InlineData("foreach (int i in new[] { 1, 2 }) topic.Subscribe(async e => await Use(i));")]
    [InlineData("int n = 1; n = 2; topic.Subscribe(async e => await Use(n));")]
    [InlineData("while (true) { int n = 1; n++; topic.Subscribe(async e => await Use(n)); }")]
    [InlineData("int n = 0; topic.Subscribe(async e => { n++; await Use(n); });")]
    [InlineData("int n = 0; topic.Subscribe(async e => await Use(Volatile.Read(ref n))); Interlocked.Increment(ref n);")]
    [InlineData("EventSubscription? s = null; s = topic.Subscribe(async e => { s!.Dispose(); await Use(1); });")]
    [InlineData("for (int i = 0; i < 3; i++) topic.Subscribe(e => Console.WriteLine(i));")]
    [InlineData("int n = 1; topic.Subscribe(async e => { int m = 1; m = 2; await Use(m); }); n = 2;")]
    [InlineData("int n = 1; EventBus.Null.Topic<Placed>().Subscribe(async e => await Use(n)); n = 2;")]
    [InlineData("int n = 1; topic.Subscribe(async e => await Use(e.Number)); n = 2;")]
    [InlineData("int n = 1; topic.Subscribe(async e => { n = e.Number; await Use(1); }); n = 2;")]
    [InlineData("int n = 0; topic.Subscribe(async e => { n++; await Use(1); }); n = 0;")]
    [InlineData("int n = 0; topic.Subscribe(async e => { n += e.Number; await Use(1); }); n = 0;")]
    [InlineData("int n = 0, m = 0; topic.Subscribe(async e => { (n, m) = (1, 2); await Use(1); }); n = m = 3;")]
    [InlineData("int n = 0; topic.Subscribe(async e => { int.TryParse(\"1\", out n); await Use(1); }); n = 2;")]
    [InlineData("Placed? last = null; topic.Subscribe(async e => { last = e; await Use(1); }); last = null;")]
    [InlineData("Task? pump = null; topic.Subscribe(async e => await pump!); pump = Task.CompletedTask;")]
    [InlineData("int n; n = 1; topic.Subscribe(async e => await Use(n));")]
    [InlineData("int n = 1; using (topic.Subscribe(async e => await Use(n))) { } n = 2;")]
    [InlineData("int n = 1; { using var s = topic.Subscribe(async e => await Use(n)); } n = 2;")]
    [InlineData("int n = 1; while (n < 3) { using (topic.Subscribe(async e => await Use(n))) { } n++; }")]
    [InlineData("#pragma warning disable EVG4006\nint n = 1; topic.Subscribe(e => Use(n)); n = 2;")]
    public Task VariableThatStaysAsItIs_IsNotReported(string body) => ReportsAsync(body);

    private static Task<System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostic>> ReportsAsync(string body) =>
        (s_usage with { AllowedDiagnostics = ["CS0219", "CS0162"] }).VerifyAsync(
            UsageProject.Placed,
            $$"""
            namespace Shop;

            public sealed class Desk
            {
                static Task Use(int n) => Task.CompletedTask;
                void M(EventTopic<Placed> topic, int given)
                {
            {{body}}
                }
            }
            """);
}
