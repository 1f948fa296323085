using EventGen.CodeFixes.Triggers;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Triggers;

public sealed class TriggerMethodFixTests
{
    private const string Entities =
        "namespace Shop;\n\npublic class Thing\n{\n    public int Id { get; set; }\n}\n\npublic class Order : Thing\n{\n    public decimal Total { get; set; }\n}\n\npublic class Parcel : Thing\n{\n}\n";

    private static readonly CodeFixHarness s_fix = Fixing.Of<EventAnalyzer, TriggerMethodFix>();

    [Theory]
    [InlineData("private static bool Is(EntityChange<Order> change) => true;", "public static bool Is(EntityChange<Order> change) => true;")]
    [InlineData("static bool Is(EntityChange<Order> change) => true;", "public static bool Is(EntityChange<Order> change) => true;")]
    [InlineData("public bool Is(EntityChange<Order> change) => change.Entity.Total > 0;", "public static bool Is(EntityChange<Order> change) => change.Entity.Total > 0;")]
    [InlineData("internal bool Is(EntityChange<Order> change) => true;", "internal static bool Is(EntityChange<Order> change) => true;")]
    [InlineData("public static bool Is(EntityChange<Parcel> parcel) => parcel.Entity.Id > 0;", "public static bool Is(EntityChange<Order> parcel) => parcel.Entity.Id > 0;")]
    [InlineData("public static bool Is(EntityChange<Order> change, CancellationToken token) => true;", "public static bool Is(EntityChange<Order> change) => true;")]
    [InlineData("public static object Is(EntityChange<Order> change) => true;", "public static bool Is(EntityChange<Order> change) => true;")]
    [InlineData("public static bool Is(Order order) => order.Total > order.Id;", "public static bool Is(EntityChange<Order> change) => change.Entity.Total > change.Entity.Id;")]
    [InlineData("public static bool Is(Thing order) { return order.Id > 0; }", "public static bool Is(EntityChange<Order> change) { return change.Entity.Id > 0; }")]
    [InlineData("public static bool Is() => true;", "public static bool Is(EntityChange<Order> change) => true;")]
    public Task ACondition_GetsItsSignature(string before, string after) => s_fix.VerifyAsync(
        [Entities, $"namespace Shop;\n\n[Event, {{|EVG1201:EventTrigger(typeof(Order), nameof(Is))|}}]\npublic sealed record Paid(int Id)\n{{\n    // Of an order.\n    {before}   // ever\n}}\n"],
        [Entities, $"namespace Shop;\n\n[Event, EventTrigger(typeof(Order), nameof(Is))]\npublic sealed record Paid(int Id)\n{{\n    // Of an order.\n    {after}   // ever\n}}\n"]);

    [Fact]
    public Task AConditionThatOnlyLooksAsynchronous_IsAsynchronousNoMore() =>
        (s_fix with { Analysis = s_fix.Analysis with { AllowedDiagnostics = ["CS1998"] } }).VerifyAsync(
            [Entities, Paid("{|EVG1201:EventTrigger(typeof(Order), nameof(Is))|}", "public static async ValueTask<bool> Is(EntityChange<Order> change) { return true; }", "int Id")],
            [Entities, Paid("EventTrigger(typeof(Order), nameof(Is))", "public static bool Is(EntityChange<Order> change) { return true; }", "int Id")]);

    [Theory]
    [InlineData("private static Paid From(EntityChange<Order> change) => new(1);", "public static Paid From(EntityChange<Order> change) => new(1);")]
    [InlineData("public static object From(EntityChange<Order> change) => new Paid(1);", "public static Paid From(EntityChange<Order> change) => new Paid(1);")]
    [InlineData("public static Paid From(Order order) => new((int)order.Total);", "public static Paid From(EntityChange<Order> change) => new((int)change.Entity.Total);")]
    public Task From_GetsItsSignature(string before, string after) => s_fix.VerifyAsync(
        [Entities, Paid("{|EVG1202:EventTrigger(typeof(Order))|}", before)], [Entities, Paid("EventTrigger(typeof(Order))", after)]);

    [Theory]
    [InlineData("public static Paid From(string text) => new(text.Length);")]
    [InlineData("public static Paid From() => new(1);")]
    [InlineData("public int From { get; init; }")]
    public Task AFromOfSomethingElse_IsLeft(string member) => s_fix.VerifyNotOfferedAsync(Entities, Paid("{|EVG1202:EventTrigger(typeof(Order))|}", member));

    [Fact]
    public Task SeveralConditions_AreChangedTogether_AndThoseOfOtherEntitiesStay() => s_fix.VerifyAsync(
        [
            Entities,
            """
            namespace Shop;

            [Event]
            [{|EVG1201:EventTrigger(typeof(Order), nameof(Is))|}]
            [EventTrigger(typeof(Parcel), nameof(Is))]
            public sealed partial record Sent(int Id)
            {
                public static bool Is(EntityChange<Parcel> change) => true;
            }

            [Event, {|EVG1201:EventTrigger(typeof(Order), nameof(IsFirst))|}, {|EVG1201:EventTrigger(typeof(Order), nameof(IsLast))|}]
            public sealed record Paid(int Id)
            {
                private static bool IsFirst(EntityChange<Order> change) => change.Entity.Id == 1;

                public static bool IsLast(Order order) => order.Id == 9;
            }

            """,
            "namespace Shop;\n\npublic sealed partial record Sent\n{\n    private static bool Is(Order order) => order.Total > 0;\n}\n",
        ],
        [
            Entities,
            """
            namespace Shop;

            [Event]
            [EventTrigger(typeof(Order), nameof(Is))]
            [EventTrigger(typeof(Parcel), nameof(Is))]
            public sealed partial record Sent(int Id)
            {
                public static bool Is(EntityChange<Parcel> change) => true;
            }

            [Event, EventTrigger(typeof(Order), nameof(IsFirst)), EventTrigger(typeof(Order), nameof(IsLast))]
            public sealed record Paid(int Id)
            {
                public static bool IsFirst(EntityChange<Order> change) => change.Entity.Id == 1;

                public static bool IsLast(EntityChange<Order> change) => change.Entity.Id == 9;
            }

            """,
            "namespace Shop;\n\npublic sealed partial record Sent\n{\n    public static bool Is(EntityChange<Order> change) => change.Entity.Total > 0;\n}\n",
        ]);

    [Theory]
    [InlineData("public static int Is(EntityChange<Order> change) => 1;")]
    [InlineData("public bool Is(EntityChange<Order> change) => Id > 0;")]
    [InlineData("public static bool Is(int number) => true;")]
    [InlineData("public static bool Is<T>(EntityChange<T> change) where T : class => true;")]
    [InlineData("public static async Task<bool> Is(EntityChange<Order> change) { await Task.Yield(); return true; }")]
    [InlineData("private static bool Is(Order order) => true;\n\n    public static bool IsToo(Order order) => Is(order);")]
    [InlineData("public static bool Is(Order order) => true;\n\n    public static bool Is(Order order, int number) => true;")]
    public Task WhatOtherCodeWouldHaveToFollow_IsLeft(string members) =>
        s_fix.VerifyNotOfferedAsync(Entities, $"namespace Shop;\n\n[Event, {{|EVG1201:EventTrigger(typeof(Order), \"Is\")|}}]\npublic sealed record Paid(int Id)\n{{\n    {members}\n}}\n");

    private static string Paid(string trigger, string member, string parts = "int Amount") => $"namespace Shop;\n\n[Event, {trigger}]\npublic sealed record Paid({parts})\n{{\n    {member}\n}}\n";
}
