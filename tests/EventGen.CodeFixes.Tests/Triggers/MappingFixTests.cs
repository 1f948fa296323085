using EventGen.CodeFixes.Triggers;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Triggers;

public sealed class MappingFixTests
{
    private const string Entities =
        """
        namespace Shop;

        public class Order
        {
            public int Id { get; set; }

            public long Number { get; set; }

            public string? Note { get; set; }

            public decimal? Discount { get; set; }

            public Customer Customer { get; set; } = new();
        }

        public class Customer
        {
            public string Name { get; set; } = "";
        }

        """;

    private static readonly CodeFixHarness s_fix = Fixing.Of<EventAnalyzer, MappingFix>();

    [Theory]
    [InlineData("(int Id, string CustomerName)", "public static Paid From(EntityChange<Order> change) => new(change.Entity.Id, change.Entity.Customer.Name);")]
    [InlineData("(string Id)", "public static Paid From(EntityChange<Order> change) => new(change.Entity.Id.ToString());")]
    [InlineData("(int Number)", "public static Paid From(EntityChange<Order> change) => new(checked((int)change.Entity.Number));")]
    [InlineData("(string Note)", "public static Paid From(EntityChange<Order> change) => new(change.Entity.Note ?? throw new InvalidOperationException(\"Order.Note is null.\"));")]
    [InlineData("(decimal Discount)", "public static Paid From(EntityChange<Order> change) => new(change.Entity.Discount ?? throw new InvalidOperationException(\"Order.Discount is null.\"));")]
    [InlineData("(bool Late, int More = 3, int Id = 4)", "public static Paid From(EntityChange<Order> change)\n    {\n        return new(Late(), Id: change.Entity.Id);\n\n        bool Late() => throw new NotImplementedException();\n    }")]
    public Task From_FillsEveryPart(string parts, string from) => s_fix.VerifyAsync(
        [Entities, $"namespace Shop;\n\n[Event]\n[{{|EVG1202:EventTrigger(typeof(Order))|}}]\npublic sealed record Paid{parts};\n"],
        [Entities, $"namespace Shop;\n\n[Event]\n[EventTrigger(typeof(Order))]\npublic sealed record Paid{parts}\n{{\n    {from}\n}}\n"]);

    [Fact]
    public Task PartsOfSeveralTriggers_AreFilledForEachEntity() => s_fix.VerifyAsync(
        [
            Entities,
            """
            namespace Shop;

            [Event]
            [{|EVG1202:{|EVG1202:EventTrigger(typeof(Order))|}|}]
            [{|EVG1202:{|EVG1202:EventTrigger(typeof(Customer))|}|}]
            public sealed record Noted
            {
                public required string By { get; init; }

                public required decimal Total { get; init; }
            }

            """,
        ],
        [
            Entities,
            """
            namespace Shop;

            [Event]
            [EventTrigger(typeof(Order))]
            [EventTrigger(typeof(Customer))]
            public sealed record Noted
            {
                public required string By { get; init; }

                public required decimal Total { get; init; }

                public static Noted From(EntityChange<Order> change)
                {
                    return new() { By = By(), Total = Total() };

                    string By() => throw new NotImplementedException();
                    decimal Total() => throw new NotImplementedException();
                }

                public static Noted From(EntityChange<Customer> change)
                {
                    return new() { By = By(), Total = Total() };

                    string By() => throw new NotImplementedException();
                    decimal Total() => throw new NotImplementedException();
                }
            }

            """,
        ]);

    [Theory]
    [InlineData("(int Id)", "private static Paid From(EntityChange<Order> change) => new(1);")]
    [InlineData("(int Id)", "public static int From(EntityChange<Order> change) => 1;")]
    [InlineData("(int Late)", "public int From { get; init; }")]
    public Task FromThatIsThere_IsLeft(string parts, string member) =>
        s_fix.VerifyNotOfferedAsync(Entities, $"namespace Shop;\n\n[Event, {{|EVG1202:EventTrigger(typeof(Order))|}}]\npublic sealed record Paid{parts}\n{{\n    {member}\n}}\n");
}
