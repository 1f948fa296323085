using EventGen.CodeFixes.Groups;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Groups;

public sealed class MarkMemberFixTests
{
    private static readonly CodeFixHarness s_fix = Fixing.Of<GroupMemberAnalyzer, MarkMemberFix>();

    [Fact]
    public Task Types_BecomeEvents() => s_fix.VerifyAsync(
        [
            """
            namespace Shop;

            [EventGroup]
            public interface IIngest;

            /// <summary>It came.</summary>
            public sealed record {|EVG3001:Created|}(int Number) : IIngest;

            public readonly record struct {|EVG3001:Counted|}(int Number) : IIngest;

            """,
        ],
        [
            """
            namespace Shop;

            [EventGroup]
            public interface IIngest;

            /// <summary>It came.</summary>
            [Event]
            public sealed record Created(int Number) : IIngest;

            [Event]
            public readonly record struct Counted(int Number) : IIngest;

            """,
        ]);
}
