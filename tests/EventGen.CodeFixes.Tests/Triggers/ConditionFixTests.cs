using EventGen.CodeFixes.Triggers;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Triggers;

public sealed class ConditionFixTests
{
    private const string Entities = "namespace Shop;\n\npublic class Order\n{\n    public int Id { get; set; }\n}\n\npublic class Parcel\n{\n    public int Id { get; set; }\n}\n";

    private static readonly CodeFixHarness s_fix = Fixing.Of<EventAnalyzer, ConditionFix>();

    [Fact]
    public Task Conditions_AreAddedToTheirEvents() => s_fix.VerifyAsync(
        [
            Entities,
            """
            namespace Shop;

            /// <summary>An order was paid.</summary>
            [Event]
            [{|EVG1201:EventTrigger(typeof(Order), "WasPaid")|}]
            public sealed record OrderPaid(int Id);   // by anybody

            public static class Outer
            {
                [Event, {|EVG1201:EventTrigger(typeof(Order), "Left")|}, {|EVG1201:EventTrigger(typeof(Parcel), "Left")|}]
                public sealed record Sent
                {
                    public required int Id { get; init; }
                }
            }

            """,
        ],
        [
            Entities,
            """
            namespace Shop;

            /// <summary>An order was paid.</summary>
            [Event]
            [EventTrigger(typeof(Order), "WasPaid")]
            public sealed record OrderPaid(int Id)
            {
                public static bool WasPaid(EntityChange<Order> change) => throw new NotImplementedException();
            }   // by anybody

            public static class Outer
            {
                [Event, EventTrigger(typeof(Order), "Left"), EventTrigger(typeof(Parcel), "Left")]
                public sealed record Sent
                {
                    public required int Id { get; init; }

                    public static bool Left(EntityChange<Order> change) => throw new NotImplementedException();

                    public static bool Left(EntityChange<Parcel> change) => throw new NotImplementedException();
                }
            }

            """,
        ]);

    [Fact]
    public Task NameThatIsNotWrittenYet_IsAdded() =>
        (s_fix with { Analysis = s_fix.Analysis with { AllowedDiagnostics = ["CS0103"] } }).VerifyAsync(
            [Entities, "namespace Shop;\n\n[Event, {|EVG1201:EventTrigger(typeof(Order), nameof(WasPaid))|}]\npublic sealed record OrderPaid(int Id);\n"],
            [Entities, "namespace Shop;\n\n[Event, EventTrigger(typeof(Order), nameof(WasPaid))]\npublic sealed record OrderPaid(int Id)\n{\n    public static bool WasPaid(EntityChange<Order> change) => throw new NotImplementedException();\n}\n"]);

    [Theory]
    [InlineData("EventTrigger(typeof(Order), \"Id\")", "")]
    [InlineData("EventTrigger(typeof(Order), \"Is\")", "public static int Is(EntityChange<Order> change) => 1;")]
    [InlineData("EventTrigger(typeof(Order), \"Is\")", "private static bool Is(EntityChange<Order> change) => true;")]
    [InlineData("EventTrigger(typeof(Order), \"is it\")", "")]
    [InlineData("EventTrigger(typeof(Order), On = EntityChangeKind.None)", "")]
    [InlineData("EventTrigger(typeof(ICloneable), \"Is\")", "")]
    public Task WhatAMethodDoesNotMend_IsLeft(string trigger, string members) =>
        s_fix.VerifyNotOfferedAsync(Entities, $"namespace Shop;\n\n[Event, {{|EVG1201:{trigger}|}}]\npublic sealed record OrderPaid(int Id)\n{{\n    {members}\n}}\n");
}
