using EventGen.CodeFixes.Handlers;
using EventGen.Generators.Analyzers;
using EventGen.TestKit;

namespace EventGen.CodeFixes.Tests.Handlers;

public sealed class ScopedFixTests
{
    private static readonly CodeFixHarness s_fix = Fixing.Of<HandlerAnalyzer, ScopedFix>();

    [Fact]
    public Task EveryHandlerOfTheClass_BecomesScoped() => s_fix.VerifyAsync(
        Handler("HandlerLifetime.Singleton", "Mailer {|EVG2007:mailer|}"), Handler("HandlerLifetime.Scoped", "Mailer mailer"));

    private static SourceFile[] Handler(string lifetime, string parameter) =>
    [
        Fixing.Placed,
        $$"""
        using Microsoft.Extensions.DependencyInjection;

        namespace Shop;

        public sealed class Mailer;

        public static class Setup
        {
            public static void Add(IServiceCollection services) => services.AddScoped<Mailer>();
        }

        public sealed class Receipts({{parameter}})
        {
            [Subscribe(Order = 1, Lifetime = {{lifetime}})]
            public void Send(Placed e) => mailer.ToString();

            [Subscribe(Lifetime = {{lifetime}})]
            public void Count(Placed e) { }

            [Subscribe]
            public void Log(Placed e) { }
        }

        """,
    ];
}
