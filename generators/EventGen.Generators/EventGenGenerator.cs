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
        var reading = Sources.Reading(context, Sources.Outline(context));
        var project = reading.Select(static (reading, _) => reading.Project).WithTrackingName(TrackingNames.Project);
        var names = project.Select(static (project, _) => project.Names).WithTrackingName(TrackingNames.Names);
        var referenced = project.Select(static (project, _) => project.References.Events).WithTrackingName(TrackingNames.ReferencedEvents);

        var files = Sources.Files(context, reading);
        var events = Sources.Events(files).WithTrackingName(TrackingNames.Events);
        var handlers = Sources.Handlers(files).WithTrackingName(TrackingNames.Handlers);
        var inherited = Sources.InheritedHandlers(files).WithTrackingName(TrackingNames.InheritedHandlers);
        var jsonContexts = Sources.JsonContexts(files).WithTrackingName(TrackingNames.JsonContexts);
        var groups = Sources.Groups(files).WithTrackingName(TrackingNames.Groups);
        var unread = Sources.UnreadHandlers(files).Collect().WithTrackingName(TrackingNames.UnreadHandlers);

        var eventIndex = Joins.Index(events, names, referenced);
        var handlerIndex = Joins.Index(handlers, inherited);
        var jsonIndex = Joins.Index(jsonContexts);
        var groupIndex = Joins.Index(groups, events, eventIndex);

        var moduleNames = Joins.Names(eventIndex, groupIndex, handlerIndex);

        Outputs.Events(context, Joins.EventFiles(events, eventIndex, handlerIndex, jsonIndex, moduleNames), names);
        Outputs.Groups(context, groupIndex, moduleNames, names);
        Outputs.Handlers(context, handlers, handlerIndex, moduleNames, names);
        Outputs.Handlers(context, inherited, handlerIndex, moduleNames, names);
        Outputs.UnreadHandlers(context, unread);
        Outputs.Failures(context, Sources.Failures(files));
        Outputs.Module(context, Joins.Module(project, eventIndex, groupIndex, handlerIndex, moduleNames));
    }
}
