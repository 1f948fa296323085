using EventGen.CompilerServices;
using EventGen.Generators.Emission;
using EventGen.Generators.Text;

namespace EventGen.Generators.Tests.Emission;

/// <summary>Names that meet in one scope of generated code, and text that generated code repeats.</summary>
public sealed class GeneratedNameTests
{
    [Theory]
    [InlineData("a class named like the method that makes another",
        "public class Invoice { [Subscribe] public void On(Placed e) { } } public class CreateInvoice { [Subscribe] public void On(Placed e) { } }")]
    [InlineData("classes whose fields would have one name",
        "public class _foo { [Subscribe] public void On(Placed e) { } } public class Foo { [Subscribe] public void On(Placed e) { } } public class foo { [Subscribe] public void On(Placed e) { } }")]
    [InlineData("a class named like the method that calls another in a scope",
        "public class CallOrdersHandle { [Subscribe] public void On(Placed e) { } } public class Orders(IServiceProvider p) { [Subscribe] public void Handle(Placed e) => _ = p; }")]
    [InlineData("a class named like the dispatcher", "public class PlacedDispatcher { [Subscribe] public void On(Placed e) { } }")]
    [InlineData("a class named like the module", "public class ShopEventModule2 { [Subscribe] public void On(Placed e) { } }")]
    [InlineData("classes named like members of tables",
        "public class Instances { [Subscribe] public void On(Placed e) { } } public class payload { [Subscribe] public void On(Placed e) { } } public class Target { [Subscribe] public void On(Placed e) { } } public class Attach { [Subscribe] public void On(Placed e) { } }")]
    [InlineData("a class named like words of the language",
        "public class @field { [Subscribe] public void On(Placed e) { } } public class value { [Subscribe] public void On(Placed e) { } } public class _ { [Subscribe] public void On(Placed e) { } } public class @await { [Subscribe] public Task On(Placed e) => Task.CompletedTask; }")]
    [InlineData("events whose members would have one name",
        "[Event] public record ToAmbientBus(int A); [Event] public record GroupShop_IPlan(int A) : IPlan; [EventGroup] public interface IPlan; [Event] public record GroupPlan(int A);")]
    [InlineData("groups whose members would have one name", "[EventGroup] public interface A_B; public class A { [EventGroup] public interface B; }")]
    [InlineData("names of object's members",
        "[Event] public record FinalizeEvent(int A); [Event] public record MemberwiseCloneEvent(int A); [Event] public record GetTypeEvent(int A); [Event] public record ReferenceEqualsEvent(int A); [Event] public record EqualsEvent(int A); [Event] public record ToStringEvent(int A); [Event] public record GetHashCodeEvent(int A);")]
    [InlineData("overloads that differ in a constant",
        "public static class H { [Subscribe] public static void On(Placed e, byte b = 1) { } [Subscribe] public static void On(Placed e, int i = 1) { } [Subscribe] public static void On(Placed e, Guid g = default) { } [Subscribe] public static void On(Placed e, int? n = null) { } }")]
    [InlineData("a member of the module that is written by hand",
        "public sealed partial class ShopEventModule { public static int AddPlaced => CreateH; public static int CreateH => 1; public class PlacedDispatcher; } public class H { [Subscribe] public void On(Placed e) { } }")]
    public void Names_ThatMeet_AreKeptApart(string what, string declarations)
    {
        _ = what;
        var generator = Project.Generator with { AllowedDiagnostics = ["CS8981"] };   // small letters may become words of the language

        generator.Run($"namespace Shop; [Event] public sealed record Placed(int A); {declarations}");
    }

    [Theory]
    [InlineData("params behind a default", "public record Odd(Guid @class, string? @event = \"d\", params int[] Lines);", "Guid.Empty", "Guid.Empty, \"x\", [1, 2]")]
    [InlineData("params of arrays that may be null", "public record Odd(int A, params string?[]?[]? Lines);", "1", "1, [[null], null]")]
    [InlineData("a default that is no constant of its type",
        "public record Odd(string A, [System.Runtime.InteropServices.Optional, System.Runtime.InteropServices.DefaultParameterValue(5)] object Value, int B = 7);", "\"x\"", "\"x\", b: 1")]
    [InlineData("the text of another argument",
        "public record Odd(int Amount, [System.Runtime.CompilerServices.CallerArgumentExpression(\"Amount\")] string? Text = null);", "1 + 1", "2")]
    [InlineData("a parameter and a required member of one name", "public class Odd(int A) { public required int A { get; init; } = A; }", "1, 2", "1, 2")]
    [InlineData("parts named like parameters of the overload", "public record Odd(int Topic, int topic2, int CancellationToken);", "1, 2, 3", "topic: 1, topic2: 2, cancellationToken: 3")]
    [InlineData("parts named by words of some places",
        "public record Odd(int @var, int Record, int Field, int Value, int Scoped, int When, int Yield, int Async, int Dynamic, int Nameof, int _);", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, _: 11")]
    [InlineData("a tuple with words of the language", "public record Odd((int @class, string @event) Pair);", "(1, \"\")", "pair: (1, \"\")")]
    public void Parts_OfEveryShape_Compile(string what, string declaration, string parts, string withToken)
    {
        _ = what;
        var generator = Project.Generator with { AllowedDiagnostics = ["CS8981", "CS9113"] };

        generator.Run(
            $"namespace Shop; [Event] public {declaration["public ".Length..]}",
            $$"""
            class Use
            {
                async Task All(CancellationToken stop)
                {
                    Shop.Events.Odd.Emit({{parts}});
                    Shop.Events.Odd.TryEnqueue({{parts}});
                    await Shop.Events.Odd.EmitAsync({{withToken}});
                    await Shop.Events.Odd.InvokeAsync({{withToken}});
                    await Shop.Events.Odd.InvokeAsync({{parts}});
                }
            }
            """);
    }

    [Fact]
    public async Task Defaults_ThatAttributesGive_ReachThePayload()
    {
        using var shop = Project.Generator.Run(
            """
            using System.Runtime.CompilerServices;
            using System.Runtime.InteropServices;
            namespace Shop;
            [Event] public record Odd(int Amount, [Optional, DefaultParameterValue(5)] object Value, [CallerArgumentExpression("Amount")] string? Text = null, params int[] Lines);
            public static class Stage
            {
                public static async Task<string> Run()
                {
                    await using var bus = EventBus.Create(b => b.AddModule(ShopEventModule.Instance));
                    List<string> seen = [];
                    using var subscription = bus.Topic<Odd>().Subscribe(e => seen.Add($"{e.Amount} {e.Value} {e.Text} {e.Lines.Length}"));
                    bus.Topic<Odd>().Emit(1 + 1);
                    await bus.Topic<Odd>().InvokeAsync(3 - 1, lines: [1, 2]);
                    return string.Join(", ", seen);
                }
            }
            """).Load();

        Assert.Equal("2 5 1 + 1 0, 2 5 3 - 1 2", await (Task<string>)shop.Call("Shop.Stage", "Run")!);
    }

    [Fact]
    public void Text_ThatNoCommentCanHold_IsLeftOutOfComments()
    {
        var run = Project.Generator.Run(
            """
            namespace Shop;
            [Event(Description = "bell \u0007, null \0, half \ud800, not \uffff, lines \r\n\u0085\u2028 <&> \U0001F600")] public sealed record Ring(int A) : IBells;
            [EventGroup("a\nclass B;")] public interface IBells;
            public static class H { [Subscribe(Name = "h\u0001\n")] public static void On(Ring e) { } }
            """);

        Assert.Contains("<summary>bell  , null  , half \ufffd, not \ufffd, lines      &lt;&amp;&gt; \U0001F600</summary>", run.Sources["Events.Ring.g.cs"]);
        Assert.Contains("bell \\a, null \\0, half \\ud800, not \\uffff", run.Sources["Events.Ring.g.cs"]);
    }

    [Fact]
    public void Members_OfTheAccessorClassThatAreWrittenByHand_KeepTheirNames()
    {
        var run = Project.Generator.Run(
            "namespace Shop; public static partial class Events { public const string Placed = \"\"; public class Moved; }",
            "namespace Shop; [Event] public record Placed(int A); [Event] public record Moved(int A); [Event] public record Sent(int A);");

        Assert.DoesNotContain("Events.Placed.g.cs", run.Sources.Keys);
        Assert.DoesNotContain("Events.Moved.g.cs", run.Sources.Keys);
        Assert.Contains("Events.Sent.g.cs", run.Sources.Keys);
    }

    [Fact]
    public void Dispatcher_HasNoMemberOfANameThatItInherits()
    {
        const System.Reflection.BindingFlags All = System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Static
            | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic;
        var inherited = typeof(HandlerTable<>).GetMembers(All)
            .Where(static member => member is not System.Reflection.MethodInfo { IsPrivate: true } && member.Name[0] is not ('.' or '_') && !member.Name.Contains("get_", StringComparison.Ordinal) && !member.Name.Contains('<'))
            .Select(static member => member.Name);

        Assert.Subset(DispatcherNames.Reserved.ToHashSet(), inherited.ToHashSet());
    }

    [Fact]
    public void Take_OfANameThatIsTaken_Numbers()
    {
        var names = new NameAllocator(["Order", "Order2"]);

        Assert.Equal(["Order3", "Order4", "order"], [names.Take("Order"), names.Take("Order"), names.Take("order")]);
        Assert.Equal("Paid2", new NameAllocator(["CreatePaid"]).TakeStem("Paid", static stem => $"Add{stem}", static stem => $"Create{stem}"));
    }
}
