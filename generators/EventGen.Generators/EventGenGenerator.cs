using EventGen.Generators.Emit;
using EventGen.Generators.Joining;
using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators;

/// <summary>Writes the accessors, definitions, handler tables and module of a project's events.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class EventGenGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var project = Sources.Project(context).WithTrackingName(TrackingNames.Project);
        var names = project.Select(static (project, _) => project.Names).WithTrackingName(TrackingNames.Names);

        var referenced = project.Select(static (project, _) => project.References.Events).WithTrackingName(TrackingNames.ReferencedEvents);
        var widened = Sources.Widened(context, names);

        var events = Sources.Events(context, widened).WithTrackingName(TrackingNames.Events);
        var drafts = Sources.HandlerDrafts(context, widened);
        var handlers = Sources.Handlers(drafts).WithTrackingName(TrackingNames.Handlers);
        var inherited = Sources.InheritedHandlers(context, widened).WithTrackingName(TrackingNames.InheritedHandlers);
        var jsonContexts = Sources.JsonContexts(context).WithTrackingName(TrackingNames.JsonContexts);
        var groups = Sources.Groups(context).WithTrackingName(TrackingNames.Groups);

        var eventIndex = Joins.Index(events, names, referenced);
        var handlerIndex = Joins.Index(handlers, inherited);
        var jsonIndex = Joins.Index(jsonContexts);
        var groupIndex = Joins.Index(groups, events, eventIndex);

        Outputs.Events(context, Joins.EventFiles(events, eventIndex, handlerIndex, jsonIndex), names);
        Outputs.Groups(context, groupIndex, names);
        Outputs.Handlers(context, handlers, handlerIndex, names);
        Outputs.Handlers(context, inherited, handlerIndex, names);
        Outputs.UnreadHandlers(context, Sources.UnreadHandlers(drafts).Collect().WithTrackingName(TrackingNames.UnreadHandlers));
        Outputs.Module(context, Joins.Module(project, eventIndex, groupIndex, handlerIndex));
    }
}
