using EventGen.TestKit;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests.Parsing;

/// <summary>Events and handlers across assemblies.</summary>
public sealed class ReferencedProjectTests
{
    private static readonly GeneratorHarness s_contracts = Named("Contracts");

    private static readonly GeneratorHarness s_app = Project.Generator with
    {
        Project = Project.Setup with { AssemblyName = "App", RootNamespace = "App", OutputKind = OutputKind.ConsoleApplication },
    };

    [Fact]
    public async Task Include_OfReferencedModules_RunsTheirHandlersOnce()
    {
        var contracts = s_contracts.Run("namespace Contracts; [Event] public record Placed(int Number);");
        var left = Named("Left").Referencing(contracts).Run(
            "namespace Left; public class H { [Subscribe] public void On(Contracts.Placed e) => Written.Add(\"left\"); public static List<string> Written { get; } = []; }");
        var right = Named("Right").Referencing(contracts).Run(
            "namespace Right; public class H { [Subscribe] public void On(Contracts.Placed e) => throw new Exception(\"right\"); }");
        var app = s_app.Referencing(contracts).Referencing(left).Referencing(right).Run(
            """
            using Contracts;
            namespace App;
            public static class Program
            {
                public static void Main() { }
                public static async Task<string> Run()
                {
                    // Not the ambient bus: it has the modules of every program that a test has loaded.
                    await using var bus = EventBus.Create(bus => bus.AddModule(AppEventModule.Instance));
                    using var use = EventBus.Use(bus);
                    try { await Contracts.Events.Placed.InvokeAsync(number: 7); }
                    catch (EventDispatchException exception) { Left.H.Written.Add(exception.InnerExceptions[0].Message); }
                    return string.Join(", ", Left.H.Written);
                }
                [Subscribe] public static void On(Placed e) => Left.H.Written.Add("app");
            }
            """);

        using var loaded = app.Load();
        Assert.Equal(["app", "left", "right"], (await (Task<string>)loaded.Call("App.Program", "Run")!).Split(", ").Order());
        Assert.Contains("Handlers.Contracts.Placed.g.cs", app.Sources.Keys);
    }

    [Fact]
    public void Generate_ForAProgramWithoutEvents_StillStartsTheModulesItReferences()
    {
        var contracts = s_contracts.Run("namespace Contracts; [Event] public record Placed(int Number);");

        var app = s_app.Referencing(contracts).Run("class Program { static void Main() => Events.Placed.Emit(number: 1); }");

        Assert.Equal(["Accessors.Contracts.g.cs", "AppEventModule.g.cs", "EventGen.Ambient.g.cs", "EventGen.Usings.g.cs"], app.Sources.Keys);
        Assert.Contains("module.Include(global::Contracts.ContractsEventModule.Instance);", app.Sources["AppEventModule.g.cs"]);
    }

    [Fact]
    public void Generate_ForALibraryWithoutEvents_PassesOnTheModulesItReferences()
    {
        var contracts = s_contracts.Run("namespace Contracts; [Event] public record Placed(int Number);");

        var library = Named("Library").Referencing(contracts).Run("class Nothing;");

        Assert.Equal(["Accessors.Contracts.g.cs", "EventGen.Usings.g.cs", "LibraryEventModule.g.cs"], library.Sources.Keys);
        Assert.Contains("module.Include(global::Contracts.ContractsEventModule.Instance);", library.Sources["LibraryEventModule.g.cs"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Include_ThroughALibraryWithoutEvents_RunsTheHandlersBehindItOnce(bool transitiveReferences)
    {
        var contracts = s_contracts.Run(
            """
            namespace Contracts;
            [Event] public record Placed(int Number);
            public static class Written { private static readonly List<string> s_all = []; public static void Add(string text) => s_all.Add(text); public static string All => string.Join(", ", s_all); }
            """);
        var handlers = Named("Handlers").Referencing(contracts).Run(
            "namespace Handlers; public static class H { [Subscribe] public static void On(Contracts.Placed e) => Contracts.Written.Add($\"handled {e.Number}\"); }");
        var middle = Named("Middle").Referencing(contracts).Referencing(handlers).Run(
            """
            namespace Middle;
            public static class Desk
            {
                public static async Task<string> Place()
                {
                    await Contracts.Events.Placed.InvokeAsync(new Contracts.Placed(7));
                    return Contracts.Written.All;
                }
            }
            """);
        var app = s_app.Referencing(middle);
        if (transitiveReferences) app = app.Referencing(handlers).Referencing(contracts);

        using var loaded = app.Run(
            """
            namespace App;
            public static class Program
            {
                public static void Main() { }
                public static async Task<string> Run()
                {
                    await using var bus = EventBus.Create(b => b.AddModule(AppEventModule.Instance));
                    using (EventBus.Use(bus)) return await Middle.Desk.Place();
                }
            }
            """).Load();

        Assert.Equal("handled 7", await (Task<string>)loaded.Call("App.Program", "Run")!);
    }

    [Fact]
    public async Task Order_AcrossModules_GoesByTheMethodWhateverItIsNamed()
    {
        var contracts = s_contracts.Run(
            """
            namespace Contracts;
            [Event] public record Placed(int Number);
            public static class Written { private static readonly List<string> s_all = []; public static void Add(string text) => s_all.Add(text); public static string All => string.Join(", ", s_all); }
            """);
        var left = Named("Left").Referencing(contracts).Run(
            "namespace B; public class H { [Subscribe(Name = \"z\")] public void On(Contracts.Placed e) => Contracts.Written.Add(\"b\"); }");
        var app = Named("App").Referencing(contracts).Referencing(left).Run(
            """
            namespace App;
            public static class Program
            {
                public static void Main() { }
                public static async Task<string> Run()
                {
                    await using var bus = EventBus.Create(b => b.AddModule(AppEventModule.Instance));
                    await bus.Topic<Contracts.Placed>().InvokeAsync(new Contracts.Placed(7));
                    return Contracts.Written.All;
                }
            }
            public static class C { [Subscribe(Name = "a")] public static void On(Contracts.Placed e) => Contracts.Written.Add("app.c"); }
            """,
            "namespace A; public static class H { [Subscribe(Name = \"zz\")] public static void On(Contracts.Placed e) => Contracts.Written.Add(\"a\"); }");

        using var loaded = app.Load();
        Assert.Equal("a, app.c, b", await (Task<string>)loaded.Call("App.Program", "Run")!);
    }

    [Fact]
    public void Generate_OfAnIdThatAReferencedAssemblyHas_LeavesTheEventOut()
    {
        var contracts = s_contracts.Run("namespace Contracts; [Event(\"placed\")] public record OrderPlaced;");

        var app = Named("Library").Referencing(contracts).Run("namespace Shop; [Event] public record Placed; [Event] public record Moved;");

        Assert.Contains("[assembly: global::EventGen.CompilerServices.DeclaredEvent(\"placed\", \"Contracts.OrderPlaced\")]", contracts.Sources["Events.OrderPlaced.g.cs"]);
        Assert.Equal(["Accessors.Contracts.g.cs", "EventGen.Usings.g.cs", "Events.Moved.g.cs", "LibraryEventModule.g.cs"], app.Sources.Keys);
    }

    [Fact]
    public void Generate_BetweenFriends_DoesNotClash()
    {
        var contracts = s_contracts.Run(
            "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"App\")]",
            "namespace Contracts; [Event] internal record Hidden(int Number); [Event] public record Placed(int Number);");

        var app = s_app.Referencing(contracts).Run(
            """
            using Contracts;
            namespace App;
            [Event] public record Started;
            class Program
            {
                static void Main() => Contracts.Events.Hidden.Emit(number: 1);
                [Subscribe] public static void On(Hidden e) { }
            }
            """);

        Assert.Contains("Handlers.Contracts.Hidden.g.cs", app.Sources.Keys);
    }

    [Fact]
    public void Generate_OfInheritedHandlersOfAnotherAssembly_FindsThem()
    {
        var contracts = s_contracts.Run(
            "namespace Contracts; public abstract class Logging<T> { [Subscribe(Order = 3)] public void Log(T e) { } }");

        var app = Named("Library").Referencing(contracts).Run(
            "namespace Shop; [Event] public record Placed; public sealed class Log : Contracts.Logging<Placed>;");

        Assert.Contains("new(\"Shop.Log.Log\", Order: 3, ", app.Sources["Events.Placed.g.cs"]);
    }

    [Fact]
    public void Generate_ForAFriendOfTheRuntime_WritesWhatItWritesForOthers()
    {
        var friend = Project.Generator with { Project = Project.Setup with { AssemblyName = "EventGen.Tests" } };

        var run = friend.Run("namespace Shop; [Event] public record Placed; class H { [Subscribe] public void On(Placed e) { } }");

        Assert.Contains("public override void RunSynchronous", run.Sources["Events.Placed.g.cs"]);
        Assert.Contains("protected override void Build", run.Sources["EventGenTestsEventModule.g.cs"]);
    }

    [Fact]
    public void Generate_OfReferencedEventsWithOneName_KeepsThemApart()
    {
        var contracts = s_contracts.Run(
            """
            namespace Contracts { [Event("a")] public record ABPlaced; }
            namespace Contracts.A { [Event("b")] public record BPlaced; }
            """);

        var run = Named("Library").Referencing(contracts).Run(
            """
            [Event("c")] public record ContractsABPlaced;
            public static class H
            {
                [Subscribe] public static void On(Contracts.ABPlaced e) { }
                [Subscribe] public static void On(Contracts.A.BPlaced e) { }
                [Subscribe] public static void On(ContractsABPlaced e) { }
            }
            """);

        Assert.Contains("AddContractsABPlaced2Handlers(module);", run.Sources["LibraryEventModule.g.cs"]);
    }

    private static GeneratorHarness Named(string name) =>
        Project.Generator with { Project = Project.Setup with { AssemblyName = name, RootNamespace = name } };
}
