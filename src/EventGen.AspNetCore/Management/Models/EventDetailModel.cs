using System.Text.Json.Nodes;

namespace EventGen.AspNetCore.Management;

/// <summary>An event with its schema.</summary>
internal sealed record EventDetailModel(
    EventModel Event, string PayloadType, IReadOnlyList<FieldModel> Fields, JsonNode? Schema, IReadOnlyList<string> Triggers, bool CanEmit, string? Sample);
