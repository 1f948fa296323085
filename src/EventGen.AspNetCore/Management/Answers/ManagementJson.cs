using System.Text.Json.Serialization;

namespace EventGen.AspNetCore.Management;

/// <summary>The JSON of the management endpoints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StatusModel))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(EventDetailModel))]
[JsonSerializable(typeof(GraphModel))]
[JsonSerializable(typeof(TraceModel))]
[JsonSerializable(typeof(ActivityModel))]
[JsonSerializable(typeof(GapModel))]
[JsonSerializable(typeof(DeadLetterPage))]
[JsonSerializable(typeof(DeadLetterModel))]
[JsonSerializable(typeof(ReplayModel))]
[JsonSerializable(typeof(OutboxPage))]
[JsonSerializable(typeof(OperationModel))]
[JsonSerializable(typeof(ProblemModel))]
internal sealed partial class ManagementJson : JsonSerializerContext;
