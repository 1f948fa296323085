using static EventGen.Generators.Tests.Accessors.Solutions;

namespace EventGen.Generators.Tests.Accessors;

/// <summary>What else may have the name that the class of accessors wants: a project that only references events still builds.</summary>
public sealed class ClassNameTests
{
    [Theory]
    [InlineData("namespace Acme.Desk { public class Events; }")]
    [InlineData("namespace Acme.Desk { public static class Events { public static int More => 1; } }")]
    [InlineData("namespace Acme.Desk { public enum Events { None } }")]
    [InlineData("namespace Acme.Desk { public delegate void Events(); }")]
    [InlineData("namespace Acme.Desk { public record Events; }")]
    [InlineData("namespace Acme.Desk.Events { class Something; }")]
    public void NameOfADeclaration_StaysItsOwn(string declared)
    {
        var run = Named("Acme.Desk").Referencing(Contracts()).Run(declared, "class Desk { void Order() => Acme.Contracts.Events.OrderPlaced.Emit(number: 1); }");

        Assert.Equal(["AcmeDeskEventModule.g.cs", "EventGen.Usings.g.cs"], run.Sources.Keys);
        Assert.DoesNotContain("class Events", run.Sources["AcmeDeskEventModule.g.cs"]);
    }

    [Fact]
    public void GenericTypeOfThatName_IsAnother() =>
        Named("Acme.Desk").Referencing(Contracts()).Run("namespace Acme.Desk { class Events<T>; class Desk { object All() => (Events.OrderPlaced, new Events<int>()); } }");

    [Fact]
    public void NamespaceOfAReference_StaysItsOwn()
    {
        var contracts = Named("Acme.Contracts", "Acme").Run(
            "[assembly: EventGenOptions(AccessorName = \"ContractEvents\")] namespace Acme.Events { [Event] public record OrderPlaced(int Number); }");

        var run = Named("Acme.Desk", "Acme").Referencing(contracts).Run("namespace Acme { class Desk { object Order() => new Events.OrderPlaced(1); } }");

        Assert.Equal(["AcmeDeskEventModule.g.cs", "EventGen.Usings.g.cs"], run.Sources.Keys);
    }

    [Fact]
    public void TypeOfAReference_IsHiddenQuietly()
    {
        var contracts = Named("Acme.Contracts", "Acme").Run("namespace Acme; [Event] public record OrderPlaced(int Number);");

        Named("Acme.Desk", "Acme").Referencing(contracts).Run("class Desk { void Order() => Events.OrderPlaced.Emit(number: 1); }");
    }
}
