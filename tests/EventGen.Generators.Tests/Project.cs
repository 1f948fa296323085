using EventGen.Generators.Pipeline;
using EventGen.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventGen.Generators.Tests;

/// <summary>The projects that sources under test belong to: the library <c>Shop</c>, which references the runtime.</summary>
internal static class Project
{
    /// <summary>A library.</summary>
    public static CompilationSetup Setup { get; } = new CompilationSetup
    {
        // The words of every source: declared once, so that cases show what they are about.
        ImplicitUsings =
            """
            global using System;
            global using System.Collections.Generic;
            global using System.Threading;
            global using System.Threading.Tasks;
            global using EventGen;
            """,
    }.Referencing(typeof(EventBus).Assembly, typeof(ILogger).Assembly, typeof(FromKeyedServicesAttribute).Assembly);

    /// <summary>The generator, over a library.</summary>
    public static GeneratorHarness Generator { get; } =
        new(static () => new EventGenGenerator())
        {
            Project = Setup,
            // The others take part where there is something for them.
            RequiredSteps =
            [
                TrackingNames.Fingerprint, TrackingNames.Declarations, TrackingNames.Project, TrackingNames.Names,
                TrackingNames.EventIndex, TrackingNames.HandlerIndex, TrackingNames.Module,
            ],
            DeclarationSteps = [TrackingNames.Fingerprint],
        };
}
