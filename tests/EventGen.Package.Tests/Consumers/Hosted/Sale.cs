using EventGen;

namespace Hosted;

[Event, PublishTo("archive")]
internal sealed record Sale(int Number);
