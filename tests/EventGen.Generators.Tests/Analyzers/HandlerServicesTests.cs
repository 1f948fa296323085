using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class HandlerServicesTests
{
    private const string Shop =
        """
        using Microsoft.Extensions.DependencyInjection;
        namespace Microsoft.EntityFrameworkCore { public class DbContext; }
        namespace Shop
        {
            [Event] public record Placed(int Number);
            public interface IClock;
            public class Clock : IClock;
            public class Orders : Microsoft.EntityFrameworkCore.DbContext;
            public static class Extensions { public static void AddEventGen(this IServiceCollection services) { } }
        }
        """;

    private static readonly AnalyzerHarness s_library = new(static () => new HandlerAnalyzer()) { Project = Project.Setup };

    private static readonly AnalyzerHarness s_program = s_library with { Project = Project.Setup with { OutputKind = OutputKind.ConsoleApplication } };

    [Theory, Fires("EVG2006")]
    [InlineData("public class H(IClock clock) { [Subscribe] public void {|EVG2006:On|}(Placed e) => clock.ToString(); }", "Handler 'Shop.H.On' needs services, but nothing in this program seems to give the bus any; call services.AddEventGen(), or UseServices on the bus's builder")]
    [InlineData("public static class H { [Subscribe] public static void {|EVG2006:On|}(Placed e, IClock clock) { } }", "Handler 'Shop.H.On' needs services, but nothing in this program seems to give the bus any; call services.AddEventGen(), or UseServices on the bus's builder")]
    [InlineData("public abstract class B { [Subscribe] public void {|EVG2006:On|}(Placed e) { } } public class H(IClock clock) : B { object Use() => clock; }", "Handler 'Shop.H.On' needs services, but nothing in this program seems to give the bus any; call services.AddEventGen(), or UseServices on the bus's builder")]
    public async Task NeedThatNobodyMeets_IsReported(string handler, string message)
    {
        var reported = await s_program.VerifyAsync(Shop, Program(""), $"namespace Shop; {handler}");

        Assert.All(reported, found => Assert.EndsWith(message, found.GetMessage()));
    }

    [Theory, Silent("EVG2006")]
    [InlineData("new ServiceCollection().AddEventGen();", "public class H(IClock clock) { [Subscribe] public void On(Placed e) => clock.ToString(); }")]
    [InlineData("EventBus.Create(b => b.UseServices(null!));", "public class H(IClock clock) { [Subscribe] public void On(Placed e) => clock.ToString(); }")]
    [InlineData("", "public class H(IClock? clock = null) { [Subscribe] public void On(Placed e, Version? v) => clock?.ToString(); }")]
    [InlineData("", "public class H(IClock clock) { public void On(Placed e) => clock.ToString(); }")]
    public Task NeedThatIsMetOrIsNone_IsNotReported(string main, string handler) => s_program.VerifyAsync(Shop, Program(main), $"namespace Shop; {handler}");

    [Fact, Silent("EVG2006")]
    public Task NeedInALibrary_IsNotReported() =>
        s_library.VerifyAsync(Shop, "namespace Shop; public class H(IClock clock) { [Subscribe] public void On(Placed e) => clock.ToString(); }");

    [Fact, Silent("EVG2006")]
    public async Task NeedThatAReferencedLibraryMayMeet_IsNotReported()
    {
        var hosting = Named("EventGen.Hosting").Run("namespace EventGen; public class EventGenBuilder;");
        var defaults = Named("Defaults").Referencing(hosting).Run("public class Defaults : EventGen.EventGenBuilder;");
        var program = s_program with
        {
            Project = (Project.Generator with { Project = s_program.Project }).Referencing(hosting).Referencing(defaults).Project,
        };

        await program.VerifyAsync(Shop, Program(""), "namespace Shop; public class H(IClock clock) { [Subscribe] public void On(Placed e) => clock.ToString(); }");
    }

    [Theory, Fires("EVG2007")]
    [InlineData("", "Orders", "Handler class 'Shop.H' is Singleton and would keep 'Orders', which is a DbContext and so scoped, for as long as the bus lives; make the class Scoped")]
    [InlineData("services.AddScoped<IClock, Clock>();", "IClock", "Handler class 'Shop.H' is Singleton and would keep 'IClock', which is registered as scoped, for as long as the bus lives; make the class Scoped")]
    [InlineData("services.AddScoped(typeof(Clock));", "Clock", "Handler class 'Shop.H' is Singleton and would keep 'Clock', which is registered as scoped, for as long as the bus lives; make the class Scoped")]
    [InlineData("services.AddScoped(_ => new Clock());", "Clock?", "Handler class 'Shop.H' is Singleton and would keep 'Clock?', which is registered as scoped, for as long as the bus lives; make the class Scoped")]
    public async Task ScopedServiceOfASingleton_IsReported(string registration, string service, string message)
    {
        var reported = await s_library.VerifyAsync(
            Shop, Registering(registration),
            $$"""namespace Shop; public class H({{service}} {|EVG2007:service|}) { [Subscribe(Lifetime = HandlerLifetime.Singleton)] public void On(Placed e) => service?.ToString(); }""");

        Assert.All(reported, found => Assert.Equal(message, found.GetMessage()));
    }

    [Theory, Silent("EVG2007")]
    [InlineData("services.AddSingleton<IClock, Clock>();", "public class H(IClock clock) { [Subscribe(Lifetime = HandlerLifetime.Singleton)] public void On(Placed e) => clock.ToString(); }")]
    [InlineData("services.AddScoped<IClock, Clock>();", "public class H(IClock clock) { [Subscribe] public void On(Placed e) => clock.ToString(); }")]
    [InlineData("services.AddScoped<IClock, Clock>();", "public class H { [Subscribe(Lifetime = HandlerLifetime.Singleton)] public void On(Placed e, IClock clock) => clock.ToString(); }")]
    public Task ServiceThatLivesLongEnough_IsNotReported(string registration, string handler) =>
        s_library.VerifyAsync(Shop, Registering(registration), $"namespace Shop; {handler}");

    private static GeneratorHarness Named(string assembly) => Project.Generator with { Project = Project.Setup with { AssemblyName = assembly } };

    private static string Program(string body) =>
        $"using Microsoft.Extensions.DependencyInjection; namespace Shop; static class Program {{ static void Main() {{ {body} }} }}";

    private static string Registering(string registration) =>
        $"using Microsoft.Extensions.DependencyInjection; namespace Shop; static class Setup {{ static void Add(IServiceCollection services) {{ {registration} GC.KeepAlive(services); }} }}";
}
