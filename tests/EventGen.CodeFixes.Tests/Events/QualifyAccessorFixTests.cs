using EventGen.CodeFixes.Events;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Events;

public sealed class QualifyAccessorFixTests
{
    private const string Shipped = "namespace Acme.Events;\n\n[Event]\npublic sealed record Shipped(int Number);\n";

    // What the compiler says at these places until they are mended.
    private static readonly CodeFixHarness s_fix = Allowing("CS0117", "CS0234", "CS1061", "CS1929");

    [Fact]
    public Task HiddenClass_IsNamedInFull() => s_fix.VerifyAsync(
        [
            Fixing.Placed,
            """
            namespace Shop;

            public sealed class Calendar
            {
                public string Events { get; } = "";

                public int Length => Events.Length;

                public void Close()
                {
                    // Twice.
                    {|EVG1015:Events|}.Placed.Emit(number: 1, customer: "c");
                    {|EVG1015:Events|}.Placed.Emit(new Placed(2, "c"));
                }
            }

            """,
        ],
        [
            Fixing.Placed,
            """
            namespace Shop;

            public sealed class Calendar
            {
                public string Events { get; } = "";

                public int Length => Events.Length;

                public void Close()
                {
                    // Twice.
                    global::Shop.Events.Placed.Emit(number: 1, customer: "c");
                    global::Shop.Events.Placed.Emit(new Placed(2, "c"));
                }
            }

            """,
        ]);

    [Fact]
    public Task GlobalTypeOfThatName_IsPassedBy() => s_fix.VerifyAsync(
        [Fixing.Placed, "internal static class Events;\n\ninternal static class Use\n{\n    public static object All() => {|EVG1015:Events|}.Placed;\n}\n"],
        [Fixing.Placed, "internal static class Events;\n\ninternal static class Use\n{\n    public static object All() => global::Shop.Events.Placed;\n}\n"]);

    [Fact]
    public Task EventOfANamespaceOfThatName_IsPassedBy() => s_fix.VerifyAsync(
        [Shipped, "namespace Acme.Use;\n\ninternal static class Use\n{\n    public static void All() => {|EVG1015:Events|}.Shipped.Emit(number: 1);\n}\n"],
        [Shipped, "namespace Acme.Use;\n\ninternal static class Use\n{\n    public static void All() => global::Shop.Events.Shipped.Emit(number: 1);\n}\n"]);

    private static CodeFixHarness Allowing(params string[] ids)
    {
        var fix = Fixing.Of<AccessorReachAnalyzer, QualifyAccessorFix>();
        return fix with { Analysis = fix.Analysis with { AllowedDiagnostics = [.. ids] } };
    }
}
