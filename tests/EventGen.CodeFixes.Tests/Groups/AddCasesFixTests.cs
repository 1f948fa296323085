using EventGen.CodeFixes.Groups;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Groups;

public sealed class AddCasesFixTests
{
    private const string Family =
        """
        namespace Shop;

        [EventGroup]
        public interface IIngest;

        [Event]
        public sealed record Created(int Number) : IIngest;

        [Event]
        public sealed record Moved(int Number) : IIngest;

        [Event]
        public sealed record Deleted(int Number) : IIngest;

        """;

    private static readonly CodeFixHarness s_fix = Fixing.Of<GroupSwitchAnalyzer, AddCasesFix>();

    [Theory]
    [InlineData(
        "    public static int M(IIngest e) => {|EVG3002:e|} switch\n    {\n        Created => 1,\n    };\n",
        "    public static int M(IIngest e) => e switch\n    {\n        Created => 1,\n        Deleted => throw new NotImplementedException(),\n        Moved => throw new NotImplementedException(),\n    };\n")]
    [InlineData(
        "    public static int M(IIngest e) => {|EVG3002:e|} switch\n    {\n        Created => 1,\n        Moved => 2\n    };\n",
        "    public static int M(IIngest e) => e switch\n    {\n        Created => 1,\n        Moved => 2,\n        Deleted => throw new NotImplementedException(),\n    };\n")]
    [InlineData(
        "    public static int M(IIngest e) => {|EVG3002:e|} switch { Created => 1, Moved => 2 };\n",
        "    public static int M(IIngest e) => e switch { Created => 1, Moved => 2, Deleted => throw new NotImplementedException() };\n")]
    [InlineData(
        "    public static void M(IIngest e)\n    {\n        switch ({|EVG3002:e|})\n        {\n            case Created:\n            case Moved:\n                break;\n        }\n    }\n",
        "    public static void M(IIngest e)\n    {\n        switch (e)\n        {\n            case Created:\n            case Moved:\n                break;\n            case Deleted:\n                throw new NotImplementedException();\n        }\n    }\n")]
    public Task Switch_GetsTheCasesItMisses(string before, string after) => s_fix.VerifyAsync(Switching(before), Switching(after));

    private static string Switching(string member) => $"#pragma warning disable CS8509\n{Family}public static class Switching\n{{\n{member}}}\n";
}
