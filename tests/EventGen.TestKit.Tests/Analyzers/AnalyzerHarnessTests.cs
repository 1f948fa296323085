using Microsoft.CodeAnalysis;
using Xunit.Sdk;

namespace EventGen.TestKit.Tests;

public sealed class AnalyzerHarnessTests
{
    private static readonly AnalyzerHarness s_harness = new(static () => new NameAnalyzer("X"));

    [Fact]
    public async Task VerifyAsync_WhenExactlyTheMarkedPlacesAreReported_ReturnsThem()
    {
        var found = await s_harness.VerifyAsync("class [|X1|]; class Fine;", "class {|TOY88:X2|};");

        Assert.Equal(["'X1' is a bad name", "'X2' is a bad name"], found.Select(static diagnostic => diagnostic.GetMessage()));
    }

    [Fact]
    public async Task VerifyAsync_WhenNothingIsReportedAtAMark_SaysWhere() =>
        Assert.Contains("not reported:\n  TOY88 Source1.cs(0,6)-(0,10) 'Fine'", await FailsAsync(s_harness, "class [|Fine|];"));

    [Fact]
    public async Task VerifyAsync_WhenSomethingElseIsReported_SaysWhere() =>
        Assert.Contains("not expected:\n  TOY88 Source1.cs(0,6)-(0,7) 'X'", await FailsAsync(s_harness, "class X;"));

    [Fact]
    public async Task VerifyAsync_WhenTheMarkIsElsewhere_Fails() =>
        Assert.Contains("not reported:\n  TOY88 Source1.cs(0,0)-(0,5) 'class'", await FailsAsync(s_harness, "[|class|] X;"));

    [Fact]
    public async Task VerifyAsync_WhenTheMarkNamesAnotherRule_Fails() =>
        Assert.Contains("TOY89", await FailsAsync(new(static () => new NameAnalyzer("XY")), "class {|TOY89:X|};"));

    [Fact]
    public async Task VerifyAsync_WithAnUnnamedMarkAndTwoRules_AsksForTheId() =>
        Assert.Contains("needs an analyzer with one rule", await FailsAsync(new(static () => new NameAnalyzer("XY")), "class [|X|];"));

    [Fact]
    public async Task VerifyAsync_WhenTheSourcesDoNotCompile_SaysSo() =>
        Assert.Contains("CS0246", await FailsAsync(s_harness, "class Fine : Missing;"));

    [Fact]
    public async Task VerifyAsync_WhenTheAnalyzerThrows_ShowsTheException() =>
        Assert.Contains("boom", await FailsAsync(s_harness, "class Boom;"));

    [Fact]
    public async Task VerifyAsync_WhenAGeneratorThrows_SaysSo()
    {
        var harness = s_harness with
        {
            Generators = [static () => new GreetingGenerator<string>(static _ => throw new InvalidOperationException("boom"), static name => (name, ""))],
            AllowedDiagnostics = ["CS0612"],
        };

        Assert.Contains("CS8785", await FailsAsync(harness, "[Obsolete] class Fine;"));
    }

    [Fact]
    public async Task VerifyAsync_HonoursPragmas() =>
        Assert.Empty(await s_harness.VerifyAsync("#pragma warning disable TOY88\nclass X;"));

    [Fact]
    public async Task VerifyAsync_HonoursTheEditorConfig()
    {
        var silenced = s_harness with { Project = new() { EditorConfig = "root = true\n[*.cs]\ndotnet_diagnostic.TOY88.severity = none\n" } };

        Assert.Empty(await silenced.VerifyAsync("class X;"));
    }

    [Fact]
    public async Task VerifyAsync_HonoursTheProjectsSeverities()
    {
        var strict = s_harness with { Severities = s_harness.Severities.Add("TOY88", ReportDiagnostic.Error) };
        var silenced = s_harness with { Severities = s_harness.Severities.Add("TOY88", ReportDiagnostic.Suppress) };

        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(await strict.VerifyAsync("class [|X|];")).Severity);
        Assert.Empty(await silenced.VerifyAsync("class X;"));
    }

    [Fact]
    public async Task VerifyAsync_WithAGenerator_SeesItsOutput()
    {
        var harness = s_harness with
        {
            Generators = [static () => new GreetingGenerator<string>(static type => type.Name, static name => (name, "class Generated;"))],
            AllowedDiagnostics = ["CS0612"],
        };

        Assert.Single(await harness.VerifyAsync("class [|X|] { Generated? G { get; } } [Obsolete] class Old;"));
    }

    private static async Task<string> FailsAsync(AnalyzerHarness harness, string source) =>
        (await Assert.ThrowsAnyAsync<XunitException>(() => harness.VerifyAsync(source))).Message;
}
