import { type Check, isScalar, list, object, option, QueryRefused, scalar } from './checks.ts';

/** A point in each way that OpenSearch takes one: text, `[lon, lat]`, `{ lat, lon }`, a geohash, GeoJSON. */
export const point: Check = (value, spot) => {
  if (isScalar(value)) return well(value, spot);
  if (Array.isArray(value)) return list(scalar, 3)(value, spot);
  return object({ lat: scalar, lon: scalar, geohash: scalar, type: option, coordinates: list(scalar, 3) })(value, spot);
};

/** Well-known text may nest collections in collections, each a recursion of its reader. */
const well: Check = (value, spot) => {
  scalar(value, spot);
  if ((String(value).match(/COLLECTION/gi) ?? []).length <= 5) return;
  throw new QueryRefused('The shape is nested too deeply: 5 collections are allowed.', spot.path);
};

/** A position, or lists of them: four levels are a list of polygons. */
const coordinates =
  (levels: number): Check =>
  (value, spot) =>
    (levels > 0 && Array.isArray(value) ? list(coordinates(levels - 1)) : scalar)(value, spot);

/** GeoJSON or well-known text; a shape of another index (`indexed_shape`) has no name here. */
const shape =
  (levels: number): Check =>
  (value, spot) => {
    if (isScalar(value)) return well(value, spot);
    const inner: Check = levels > 0 ? list(shape(levels - 1), 1024) : list(scalar, 0);
    object({
      ...{ type: option, coordinates: coordinates(4), geometries: inner, radius: option },
      ...{ orientation: option, crs: option, coerce: option },
    })(value, spot);
  };

const box = object({
  ...{ top_left: point, bottom_right: point, top_right: point, bottom_left: point, wkt: well },
  ...{ top: scalar, left: scalar, bottom: scalar, right: scalar },
});
const shared = { boost: option, _name: option, ignore_unmapped: option };

export const geoRules: Readonly<Record<string, Check>> = {
  geo_distance: object(
    { ...shared, distance: option, distance_type: option, unit: option, validation_method: option },
    point,
  ),
  geo_bounding_box: object({ ...shared, type: option, validation_method: option }, box),
  geo_polygon: object({ ...shared, validation_method: option }, object({ points: list(point, 10_000) })),
  geo_shape: object(shared, object({ shape: shape(5), relation: option, strategy: option })),
};
