using Xunit.Sdk;

namespace EventGen.TestKit.Tests;

public sealed class CodeFixHarnessTests
{
    private static readonly CodeFixHarness s_harness = Fixing(static name => "Y" + name[1..]);

    [Fact]
    public Task VerifyAsync_WhenEveryMarkedPlaceIsFixed_Passes() =>
        s_harness.VerifyAsync(["class [|X1|]; class [|X2|];", "class Fine; class [|X3|];"], ["class Y1; class Y2;", "class Fine; class Y3;"]);

    [Fact]
    public async Task VerifyAsync_WhenSomethingElseComesOut_ShowsBoth()
    {
        string message = await FailsAsync(s_harness, "class [|X1|];", "class Z1;");

        Assert.Contains("one by one, expected:\n// Source1.cs\nclass Z1;\nbut got:\n// Source1.cs\nclass Y1;", message);
    }

    [Fact]
    public async Task VerifyAsync_WhenTheMarksAreWrong_Fails() =>
        Assert.Contains("not expected:\n  TOY88", await FailsAsync(s_harness, "class X1;", "class Y1;"));

    [Fact]
    public async Task VerifyAsync_WhenTheFixDoesNotMend_Fails() =>
        Assert.Contains("still reported:\n", await FailsAsync(Fixing(static name => name.Length > 2 ? name : name + "1"), "class [|X1|];", "class X11;"));

    [Fact]
    public async Task VerifyAsync_WhenTheResultDoesNotCompile_SaysWhy() =>
        Assert.Contains("CS0101", await FailsAsync(Fixing(static _ => "Fine"), "class Fine; class [|X1|];", "class Fine; class Fine;"));

    [Fact]
    public Task VerifyNotOfferedAsync_WhenNothingIsOffered_Passes() => Fixing(static _ => null).VerifyNotOfferedAsync("class [|X1|];");

    [Fact]
    public async Task VerifyNotOfferedAsync_WhenAFixIsOffered_Fails() =>
        await Assert.ThrowsAnyAsync<XunitException>(() => s_harness.VerifyNotOfferedAsync("class [|X1|];"));

    [Fact]
    public async Task VerifyNotOfferedAsync_WhenNothingIsReported_Fails() =>
        await Assert.ThrowsAnyAsync<XunitException>(() => s_harness.VerifyNotOfferedAsync("class Fine;"));

    private static CodeFixHarness Fixing(Func<string, string?> better) =>
        new(new AnalyzerHarness(static () => new NameAnalyzer("X")), () => new NameFix(better));

    private static async Task<string> FailsAsync(CodeFixHarness harness, string before, string after) =>
        (await Assert.ThrowsAnyAsync<XunitException>(() => harness.VerifyAsync(before, after))).Message;
}
